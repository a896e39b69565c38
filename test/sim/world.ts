import type { ConflictPolicy } from '../../src/core/choose-id.ts';
import { type Field, isSet } from '../../src/core/field.ts';
import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { PrefixMode } from '../../src/core/member.ts';
import { channelId, t0 } from '../support/replica-fixture.ts';
import type { Act } from './acts.ts';
import { describeAct, MASKS } from './acts.ts';
import { Agenda } from './agenda.ts';
import { HOSTILE, Hostile } from './hostile.ts';
import { type IrcdTraits, keyOf, keyOfField, keyOfNick } from './ircd.ts';
import { Ledger } from './ledger.ts';
import { type Endpoint, Network } from './network.ts';
import { performAct } from './perform-act.ts';
import { Points } from './points.ts';
import { Random } from './random.ts';
import { SimServer } from './sim-server.ts';
import { policyOf, type SidecarSettings, type SidecarWatch } from './sim-sidecar.ts';
import { Trace } from './trace.ts';
import type { User } from './user.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly servers: readonly ServerOptions[];
  /** Links that are not configured until the network is healed. */
  readonly gaps: readonly (readonly [ServerName, ServerName])[];
  /** Links that are never configured. Default: none. */
  readonly unlinked?: readonly (readonly [ServerName, ServerName])[];
  /** False: nobody compares digests, as before they existed. */
  readonly digests: boolean;
  /** Bytes under way above which a sender has to wait. */
  readonly windowBytes: number;
  /** There is a peer that says what it likes. */
  readonly hostile: boolean;
  /** When all is mended operators reject what is in quarantine. Default: they let it in. */
  readonly rejects?: boolean;
  /** Then they look first at what who was silent for too long would change. Default: they let him in as he is. */
  readonly reviews?: boolean;
  readonly keepTrace: boolean;
}

export interface ServerOptions extends Omit<SidecarSettings, 'peers'> {
  readonly traits: IrcdTraits;
  readonly diskLies: boolean;
  /** Its disk is never put back to an older state than this, in milliseconds. Default: to any. */
  readonly diskGoesBackMsMax?: number;
}

/** Far beyond any run, in milliseconds. */
export const NEVER_MS = Number.MAX_SAFE_INTEGER;

/** What is wrong: a rule that did not hold, and where. */
export interface Problem {
  readonly check: string;
  readonly text: string;
}

/** A user's or operator's deed that came into effect on an ircd. */
export interface Deed {
  readonly server: ServerName;
  readonly channel: string;
  readonly field: Field;
  /** Else by an operator. */
  readonly byUser: boolean;
}

/** Servers with their ircds, users and sidecars in a network, at a simulated time. One seed gives one history. */
export class World {
  readonly options: WorldOptions;
  readonly agenda = new Agenda(t0);
  readonly points = new Points();
  readonly trace: Trace;
  readonly network: Network;
  readonly servers: ReadonlyMap<ServerName, SimServer>;
  readonly ledger: Ledger;
  readonly hostile: Hostile | null;
  readonly problems: Problem[] = [];
  /** Since the last rest. */
  deeds: Deed[] = [];
  /** What was removed at any time: `<channel> <field>`. */
  readonly everRemoved = new Set<string>();
  /** What was forgotten at any time where somebody was expelled: `<channel> <field>`. He may bring it back. */
  readonly mayReturn = new Set<string>();
  /** What users gave each other at any time: `<channel> <account> <mode>`. */
  readonly given = new Set<string>();
  /** Channels that ceased to exist on an ircd since the last rest: `<server> <channel>`. */
  readonly gone = new Set<string>();
  /** Servers that lost what their disk had, since the last rest. */
  readonly rolledBack = new Set<ServerName>();
  /** Servers of which a copy ran, since the last rest. */
  readonly copied = new Set<ServerName>();
  /** How often each fault happened. */
  readonly faults = new Map<string, number>();
  /** Second machines that speak for a server. */
  readonly #copies = new Set<SimServer>();
  #ids = 0;

  constructor(options: WorldOptions) {
    const { seed, gaps, digests, windowBytes } = options;
    this.options = options;
    this.hostile = options.hostile ? new Hostile() : null;
    this.trace = new Trace(options.keepTrace);
    this.ledger = new Ledger((text) => this.problem('acknowledged', text));
    this.network = new Network({
      agenda: this.agenda,
      seed,
      windowBytes,
      unknown: digests ? [] : ['digest'],
      endpoint: (server) => this.#endpoint(server),
      trace: (who, what) => this.trace.add(this.agenda.nowMs, who, what),
      count: (fault) => this.count(fault),
      problem: (check, text) => this.problem(check, text),
    });
    for (const [one, other] of gaps) this.network.leaveGap(one, other);
    this.servers = new Map(options.servers.map((each) => [each.server, this.#createServer(each)]));
    for (const server of this.all) {
      server.start();
      server.host.attach();
    }
  }

  get all(): SimServer[] {
    return [...this.servers.values()];
  }

  /** The two are configured to link. */
  links(one: ServerName, other: ServerName): boolean {
    const isPair = (pair: readonly ServerName[]) => pair.includes(one) && pair.includes(other);
    return one !== other && !this.options.unlinked?.some(isPair);
  }

  /** Who joins there may be given modes by account. */
  givesByAccount(server: ServerName): boolean {
    const { memberSync, statusByAccount } = this.#options(server);
    return memberSync === true && statusByAccount === true;
  }

  /** Operators there rejected something about the channel: what it has of it may differ from what others have. */
  keepsOut(server: ServerName, channel: string): boolean {
    const refusals = this.server(server).sidecar?.replica.refused.list() ?? [];
    return refusals.some((refusal) => keyOf(refusal.channel) === channel);
  }

  /** Links are missing for good. */
  get hasUnlinked(): boolean {
    return (this.options.unlinked ?? []).length > 0;
  }

  /** What was removed may be forgotten. */
  get forgets(): boolean {
    return this.options.servers.some(({ forgetMinMs }) => forgetMinMs !== NEVER_MS);
  }

  server(name: ServerName): SimServer {
    return this.servers.get(name)!;
  }

  /** What the server does where that name, folded, has several ids; an empty one: any that has no policy of its own. */
  policyOf(server: ServerName, key: string): ConflictPolicy {
    return policyOf(this.#options(server).policy, key);
  }

  run(forMs: number): void {
    this.agenda.runUntil(this.agenda.nowMs + forMs);
  }

  runUntil(atMs: number): void {
    this.agenda.runUntil(atMs);
  }

  problem(check: string, text: string): void {
    this.trace.add(this.agenda.nowMs, 'PROBLEM', `${check}: ${text}`);
    if (this.problems.length < 50) this.problems.push({ check, text });
  }

  /** Somebody starts a copy of the server's machine as it is, with an ircd of its own, for so long. Others dial only the first. */
  startCopy(server: ServerName, forMs: number): SimServer | null {
    const first = this.server(server);
    if (first.sidecar === null) return null;
    const options = this.options.servers.find((each) => each.server === server)!;
    const copy = this.#createServer(options, `copy ${this.#copies.size} of ${server}`);
    copy.disk.copyFrom(first.disk);
    copy.host.ircd.restart();
    copy.start();
    copy.host.attach();
    if (copy.sidecar!.store.epoch === first.sidecar.store.epoch)
      this.problem('copy', `a copy of ${server} goes on in its epoch`);
    this.copied.add(server);
    this.#copies.add(copy);
    this.agenda.after(forMs, () => copy.kill());
    return copy;
  }

  endCopies(): void {
    for (const copy of this.#copies) copy.kill();
  }

  /** The plug of the hostile peer is pulled. */
  silenceHostile(): void {
    if (this.hostile === null) return;
    this.hostile.silence();
    this.network.processGone(this.hostile, true);
  }

  count(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  did(deed: Deed): void {
    this.deeds.push(deed);
    if (!isSetting(deed)) this.everRemoved.add(deedKey(deed));
  }

  act(act: Act): void {
    this.trace.add(this.agenda.nowMs, 'ACT', describeAct(act));
    this.count(act.kind);
    performAct(this, act);
  }

  #options(server: ServerName): ServerOptions {
    return this.options.servers.find((each) => each.server === server)!;
  }

  #endpoint(server: ServerName): Endpoint | null {
    if (server === HOSTILE) return this.hostile?.alive ? this.hostile : null;
    return this.servers.get(server)?.sidecar ?? null;
  }

  /** `copy`: what it is called; null for the first one. */
  #createServer(options: ServerOptions, copy: string | null = null): SimServer {
    const { traits, diskLies, diskGoesBackMsMax = NEVER_MS, ...settings } = options;
    const { server } = settings;
    const names = this.options.servers.map((each) => each.server).filter((peer) => this.links(server, peer));
    const peers = this.hostile ? [...names, HOSTILE] : names;
    return new SimServer({ ...settings, peers }, traits, {
      agenda: this.agenda,
      network: this.network,
      disk: { lies: diskLies, goesBackMsMax: diskGoesBackMsMax },
      random: new Random(this.options.seed, copy ?? server),
      newId: () => channelId(++this.#ids),
      reach: (at, point) => copy === null && this.points.reach(at, point),
      watch: this.#watch(copy ?? server, copy === null),
      acted: (channel, field) => this.#acted(server, channel, field),
      raised: (channel, user) => {
        for (const mode of user.modes) this.given.add(giftKey(channel, user, mode));
      },
      granted: (channel, user, modes) => this.#granted(server, channel, user, modes),
      gone: (channel) => this.gone.add(`${server} ${keyOf(channel)}`),
    });
  }

  /** Who removes a mask that was cut removes all that it stands for. */
  #acted(server: ServerName, channel: IrcText, field: Field): void {
    const meant = isSet(field) ? [field] : this.server(server).host.ircd.alike(field, MASKS);
    for (const each of meant) {
      this.did({ server, channel, field: each, byUser: true });
    }
  }

  /** Nobody gets by account what nobody gave to that account, nor twice for one join. */
  #granted(server: ServerName, channel: IrcText, user: User, modes: readonly PrefixMode[]): void {
    this.count('a member got modes by account');
    const problem = (text: string) =>
      this.problem(
        'by account',
        `${user.nick} (${user.account}) was given ${modes} in ${channel} of ${server}, ${text}`,
      );
    if (!this.givesByAccount(server)) problem('where nothing is given by account');
    if (user.origins.isServed) problem('again for the same join');
    for (const mode of modes)
      if (!this.given.has(giftKey(channel, user, mode))) problem(`and nobody ever gave that account ${mode}`);
  }

  /** `counts`: what it acknowledges may not get lost. */
  #watch(server: string, counts: boolean): SidecarWatch {
    return {
      taken: (sidecar, message) => counts && this.ledger.taken(sidecar, message),
      acknowledged: (sidecar, sequence) => this.ledger.acknowledged(sidecar, sequence),
      gone: (sidecar) => this.ledger.forget(sidecar),
      greeted: (sidecar) => this.ledger.forget(sidecar),
      forgot: (channel, field) => {
        this.mayReturn.add(`${channel} ${field}`);
        this.count('something was forgotten without a peer that is expelled');
      },
      trace: (what, more) => this.trace.add(this.agenda.nowMs, server, what, more),
      problem: (text, check = 'session') =>
        this.problem(check, check === 'session' ? `${server}: ${text}` : text),
      count: (what) => this.count(what),
    };
  }
}

function giftKey(channel: IrcText, { account }: User, mode: PrefixMode): string {
  return `${keyOf(channel)} ${account === null ? null : keyOfNick(account)} ${mode}`;
}

/** `<channel> <field>`: what deeds are about. */
export function deedKey({ channel, field }: Pick<Deed, 'channel' | 'field'>): string {
  return `${keyOf(channel as IrcText)} ${keyOfField(field)}`;
}

export function isSetting({ field }: Deed): boolean {
  return isSet(field);
}
