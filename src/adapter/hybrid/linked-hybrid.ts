import type { AdapterConfig } from '../../config/adapter-config.ts';
import type { ChannelWriter, LinkedIrcd, Notice, ShadowView } from '../dialect.ts';
import { formatIrcLine, type IrcLine } from '../irc-line.ts';
import type { IrcdFact } from '../ircd-facts.ts';
import { parseIsupport } from '../isupport.ts';
import { type FindShown, whoisReply } from '../whois-reply.ts';
import { HybridGuests } from './hybrid-guests.ts';
import { HybridReader } from './hybrid-reader.ts';
import { type HybridTraits, hybridTraits, unsaidIsupport } from './hybrid-traits.ts';
import { HybridWriter } from './hybrid-writer.ts';
import { KEEPER_OFF, Keeper } from './keeper.ts';
import { PassingOperator } from './passing-operator.ts';
import { ReservedNames } from './reserved-names.ts';
import { secondNamed } from './ts6-time.ts';

/** An ircd-hybrid that is linked. */
export class LinkedHybrid implements LinkedIrcd {
  readonly id: string;
  readonly ownId: string;
  readonly writer: ChannelWriter;
  readonly guests: HybridGuests;
  readonly #config: AdapterConfig;
  readonly #name: string;
  readonly #keeper: Keeper;
  readonly #operator: PassingOperator;
  readonly #reserved: ReservedNames;
  readonly #reader: HybridReader;
  #isupport = unsaidIsupport;
  #traits: HybridTraits;
  #software = 'ircd-hybrid';
  #startedAt: number | null = null;
  #largeListMax: number | null = null;
  #isIntroduced = false;
  #now = 0;

  constructor(config: AdapterConfig, { name, sid }: { readonly name: string; readonly sid: string }) {
    const { link, ircd, adapter } = config;
    this.#config = config;
    this.#name = name;
    this.id = sid;
    this.ownId = link.sid;
    this.#traits = this.#traitsNow();
    this.#keeper = new Keeper(link.sid, link.name, ircd.keeper && !adapter.observe);
    this.#reader = new HybridReader(() => this.#traits, sid, this.#keeper);
    this.guests = new HybridGuests(link.sid, () => this.#traits);
    this.#operator = new PassingOperator({ sid: link.sid, name: link.name, uplink: sid });
    this.#reserved = new ReservedNames(this.#operator);
    this.writer = new HybridWriter(
      { ownSid: link.sid, ownName: link.name, keeper: this.#keeper, reserved: this.#reserved },
      () => this.#traits,
    );
  }

  get traits(): HybridTraits {
    return this.#traits;
  }

  get software(): string {
    return this.#software;
  }

  get incarnation(): string {
    return this.#startedAt === null ? '' : `start-${this.#startedAt}`;
  }

  /**
   * The keeper, and the questions about limits, clock and start. INFO tells only operators how long lists are; those who watch for it (+y)
   * see that it is asked, so one who only observes does not ask.
   */
  introduce(now: number): { lines: readonly string[]; isLast: boolean } {
    if (this.#isIntroduced) return { lines: [], isLast: true };
    this.#isIntroduced = true;
    const info = this.#config.adapter.observe ? [] : this.#operator.ask('INFO', [], now);
    const keeper = this.#keeper.problem === null ? [this.#keeper.introduction(now)] : [];
    const lines = [
      ...['TIME', 'VERSION'].map((question) => this.#line(question, this.id)),
      ...info,
      ...keeper,
      this.#line('EOB'),
    ];
    return { lines, isLast: false };
  }

  farewell(reason: string): string {
    return formatIrcLine({ command: 'ERROR', trailing: reason });
  }

  ping(): string {
    return this.#line('PING', this.#config.link.name, this.#name);
  }

  isPong({ command, source }: IrcLine): boolean {
    return command === 'PONG' && source === this.id;
  }

  /** A killed keeper comes back the same way: at once, before the channels that it has to keep again. */
  pong({ command, params, source }: IrcLine): string | null {
    const [first = ''] = params;
    if (command === 'KILL' && first === this.#keeper.uid) {
      this.#keeper.killed(params.at(-1)!);
      return this.#keeper.problem === null ? this.#keeper.introduction(this.#now) : null;
    }
    if (command !== 'PING') return null;
    const trailing = source || first;
    return formatIrcLine({ source: this.ownId, command: 'PONG', params: [this.#config.link.name], trailing });
  }

  hear(line: IrcLine): number | null {
    const { command, source, params } = line;
    if (source !== this.id) return null;
    this.#reserved.hear(line);
    const text = params.at(-1) ?? '';
    switch (command) {
      case '005':
        this.#isupport = new Map([...this.#isupport, ...parseIsupport(params)]);
        this.#traits = this.#traitsNow();
        return null;
      case '351':
        this.#software = params[1] ?? this.#software;
        return null;
      case '371':
        this.#takeInfo(text);
        return null;
      case '391':
        return secondNamed(text);
      default:
        return null;
    }
  }

  read(line: IrcLine, now: number, view: ShadowView): IrcdFact[] {
    this.#now = now;
    return this.#reader.read(line, now, view);
  }

  answerWhois(line: IrcLine, find: FindShown, now: number): string[] {
    const { ownId } = this;
    const { nickBytesMax } = this.#traits;
    const findAny: FindShown = (who) => find(who) ?? this.#keeper.shown(who);
    return whoisReply(line, { ownId, find: findAny, now, nickBytesMax });
  }

  notices(observe: boolean): Notice[] {
    if (observe || this.#config.ircd.keeper) return [];
    const text = 'channels that nobody here is in are not shown: this ircd has no channel without members';
    const next = 'set [ircd] keeper = true for a user of the adapter that keeps them';
    return [{ text, next, reason: KEEPER_OFF }];
  }

  #takeInfo(text: string): void {
    if (text.startsWith('On-line since')) this.#startedAt = secondNamed(text);
    const max = /^max_bans_large +([0-9]{1,9}) /.exec(text)?.[1];
    if (max === undefined) return;
    this.#largeListMax = Number(max);
    this.#traits = this.#traitsNow();
  }

  #traitsNow(): HybridTraits {
    return hybridTraits(this.#isupport, this.#largeListMax, this.#config.ircd.carryModes);
  }

  #line(command: string, ...params: string[]): string {
    return formatIrcLine({ source: this.ownId, command, params });
  }
}
