import { grantFromProto } from '../../src/adapter/ircd-proto.ts';
import type { Field, FieldKey } from '../../src/core/field.ts';
import type { HostEvent, HostProfile, HostResult } from '../../src/core/host-messages.ts';
import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { MemberChange, NickKey, PrefixMode } from '../../src/core/member.ts';
import type { MemberGrant } from '../../src/core/status-by-account.ts';
import type { AttachRequest__Output } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../../src/proto-types/cburst/v1/AttachResponse.ts';
import type { MemberGrant__Output } from '../../src/proto-types/cburst/v1/MemberGrant.ts';
import { NICKS } from './acts.ts';
import type { Agenda } from './agenda.ts';
import {
  eventsMessage,
  helloMessage,
  resultsMessage,
  snapshotMessages,
  updateFrom,
  type WantedChannel,
} from './host-wire.ts';
import { createdAtOf, type Ircd, type IrcdChannel, keyOf, keyOfField, keyOfNick, stateOf } from './ircd.ts';
import type { Random } from './random.ts';
import { ShownMembers } from './shown-members.ts';
import { asked, forgetGrants, granted, newOrigins, touched, type User } from './user.ts';

/** The sidecar's end of a host's stream. */
export interface HostLine {
  say(message: AttachRequest__Output): void;
  cut(): void;
}

export interface SimHostDependencies {
  readonly agenda: Agenda;
  readonly random: Random;
  /** Opens a stream to the sidecar, null while none runs. */
  readonly open: (hear: (message: AttachResponse) => void, ended: () => void) => HostLine | null;
  /** A user did something that came into effect. */
  readonly acted: (name: IrcText, field: Field) => void;
  /** A user gave another one modes. */
  readonly raised: (name: IrcText, user: User) => void;
  /** A user got modes by account. */
  readonly granted: (name: IrcText, user: User, modes: readonly PrefixMode[]) => void;
  /** The channel ceased to exist on the ircd. */
  readonly gone: (name: IrcText) => void;
  readonly problem: (text: string) => void;
}

/** How long the adapter waits before it attaches again, in milliseconds. */
const RETRY_MS = 700;
/** The longest that an ircd takes to tell what became of an update. */
const RESULT_MS_MAX = 40;
const SNAPSHOT_BATCH = 2;

/** The adapter of an ircd: tells a sidecar what users do, and has the ircd show what the sidecar says. */
export class SimHost {
  readonly server: ServerName;
  readonly ircd: Ircd;
  readonly profile: HostProfile;
  /** The stream is up and the snapshot was sent. */
  attached = false;
  /** Events sent and not acknowledged on the present stream. */
  unacknowledged = 0;
  updates = 0;
  readonly #dependencies: SimHostDependencies;
  /** Who is shown of other servers. */
  readonly shownMembers = new ShownMembers();
  #wanted = true;
  /** The sidecar wants to know who is in channels. */
  #tellsMembers = false;
  /** Operators stopped what is written to it. */
  #isHeld = false;
  #line: HostLine | null = null;
  #instance = 0;
  #sequence = 0;
  #appliedUpdate = 0;
  #lastEvents: AttachRequest__Output | null = null;
  /** The event that last told of a field, by channel. */
  readonly #toldBy = new Map<IrcdChannel, Map<FieldKey, number>>();

  constructor(server: ServerName, ircd: Ircd, profile: HostProfile, dependencies: SimHostDependencies) {
    this.server = server;
    this.ircd = ircd;
    this.profile = profile;
    this.#dependencies = dependencies;
  }

  /** Attaches, and again whenever the stream ends, until `detach`. */
  attach(): void {
    this.#wanted = true;
    if (this.#line === null) this.#open();
  }

  /** What was said and not read is lost. */
  detach(): void {
    this.#wanted = false;
    this.#close();
  }

  /** The ircd forgets everything; its adapter notices at once and attaches anew. */
  restartIrcd(): void {
    for (const { name } of this.ircd.channels.values()) this.#dependencies.gone(name);
    this.#close();
    this.ircd.restart();
    this.#toldBy.clear();
    this.#retry();
  }

  /** Somebody who is not in there. `account`: of services; null: not logged in. */
  join(name: IrcText, account: IrcText | null = null): NickKey {
    const present = this.ircd.get(name);
    const channel = present ?? this.ircd.create(name);
    const member = this.#somebody(channel, account);
    channel.users.set(keyOfNick(member.nick), member);
    if (present !== undefined) this.#tellPresence(channel, { present: [member] });
    else this.#tell({ name, kind: 'created', state: stateOf(channel) });
    return keyOfNick(member.nick);
  }

  part(name: IrcText): void {
    const channel = this.ircd.get(name);
    const last = [...(channel?.users.keys() ?? [])].at(-1);
    if (channel !== undefined && last !== undefined) this.#leave(channel, last);
  }

  /** A user leaves every channel. */
  quit(nick: string): void {
    for (const channel of [...this.ircd.channels.values()])
      if (channel.users.has(keyOfNick(nick))) this.#leave(channel, keyOfNick(nick));
  }

  /** A user is called otherwise from now on, unless somebody has that nick. */
  rename(from: string, to: IrcText): void {
    const channels = [...this.ircd.channels.values()];
    if (channels.some(({ users }) => users.has(keyOfNick(to)))) return;
    for (const channel of channels) {
      const member = channel.users.get(keyOfNick(from));
      if (member === undefined) continue;
      channel.users.delete(keyOfNick(from));
      channel.users.set(keyOfNick(to), { ...member, nick: to });
      this.#tellPresence(channel, { renamed: [{ from, to }] });
    }
  }

  /** A user gets prefix modes in a channel. */
  raise(name: IrcText, nick: string, modes: readonly PrefixMode[]): void {
    const channel = this.ircd.get(name);
    const member = channel?.users.get(keyOfNick(nick));
    if (channel === undefined || member === undefined) return;
    const raised = touched(member, modes, this.attached);
    channel.users.set(keyOfNick(nick), raised);
    this.#dependencies.raised(name, raised);
    this.#tellPresence(channel, { present: [raised] });
  }

  /** A user of the channel, or an operator of the ircd where nobody is in it, changes a field. */
  change(name: IrcText, wish: Field): void {
    const channel = this.ircd.get(name);
    const field = channel && this.ircd.accept(channel, wish);
    if (!channel || !field) return;
    this.#dependencies.acted(name, field);
    setField(channel, field);
    this.#tell({ name, kind: 'changed', fields: [field] });
    if (!this.attached) return;
    const toldBy = this.#toldBy.get(channel) ?? new Map();
    this.#toldBy.set(channel, toldBy.set(keyOfField(field), this.#sequence));
  }

  /** Its sidecar wants a member to be given modes, and will say so. */
  asked({ channel, nick, modes }: MemberGrant): void {
    const user = this.ircd.get(channel)?.users.get(keyOfNick(nick));
    if (user !== undefined) asked(user, modes);
  }

  /** Another process of the sidecar runs from now on. */
  sidecarStarts(): void {
    for (const user of this.#users()) forgetGrants(user);
  }

  /** As after a lost acknowledgement: what was said last is said again. */
  repeat(): void {
    if (this.#lastEvents !== null && this.attached) this.#line?.say(this.#lastEvents);
  }

  #open(): void {
    const hear = (message: AttachResponse) => this.#hear(message);
    this.#line = this.#dependencies.open(hear, () => this.#ended());
    if (this.#line === null) {
      this.#retry();
      return;
    }
    this.shownMembers.begin();
    this.#line.say(helloMessage(this.server, this.profile, ++this.#instance));
  }

  #ended(): void {
    this.#close();
    this.#retry();
  }

  #close(): void {
    this.#line?.cut();
    this.#line = null;
    // What was done since may never be told, or only what came of it.
    for (const { origins } of this.unacknowledged > 0 ? this.#users() : [])
      if (origins.isTouched) origins.isDoubtful = true;
    this.attached = false;
    this.unacknowledged = 0;
    this.#sequence = 0;
    this.#appliedUpdate = 0;
    this.#lastEvents = null;
    this.#toldBy.clear();
  }

  #retry(): void {
    this.#dependencies.agenda.after(1 + this.#dependencies.random.whole(RETRY_MS), () => {
      if (this.#wanted && this.#line === null) this.#open();
    });
  }

  #hear({ welcome, acknowledgement, updates, resync, members, grants, writes }: AttachResponse): void {
    if (welcome) this.#tellsMembers = welcome.members === true;
    if (welcome) this.#isHeld = welcome.writes_held === true;
    if (writes) this.#isHeld = writes.held === true;
    if (this.#isHeld && (updates || members || grants))
      this.#dependencies.problem('is written to while operators hold what is written to it');
    if (welcome) this.#sendSnapshot();
    if (members) this.shownMembers.take(members);
    if (resync) this.#dependencies.problem('a resync was requested');
    if (acknowledgement) this.unacknowledged = this.#sequence - Number(acknowledgement.sequence);
    for (const update of updates?.updates ?? []) this.#take(updateFrom(update));
    for (const grant of grants?.grants ?? []) this.#grant(grantFromProto(grant as MemberGrant__Output));
  }

  /** Which fields the events up to the last acknowledged one changed a host need not remember. */
  #take(update: WantedChannel): void {
    if (update.hostSequence < this.#sequence - this.unacknowledged)
      this.#dependencies.problem(`was acknowledged more events than update ${update.number} knows of`);
    this.#apply(update);
  }

  #grant({ channel: name, nick, account, modes }: MemberGrant): void {
    const channel = this.ircd.get(name);
    const user = channel?.users.get(keyOfNick(nick));
    if (channel === undefined || user === undefined || user.account !== account) return;
    this.#dependencies.granted(name, user, modes);
    const raised = granted(user, modes);
    channel.users.set(keyOfNick(nick), raised);
    this.#tellPresence(channel, { present: [raised] });
  }

  #sendSnapshot(): void {
    const channels = [...this.ircd.channels.values()];
    this.attached = true;
    const messages = snapshotMessages(this.ircd.incarnation, channels.map(stateOf), SNAPSHOT_BATCH);
    for (const message of messages) this.#line?.say(message);
  }

  /** Its result is told later: what users do in between is told before it, though it is not in it. */
  #apply(update: WantedChannel): void {
    this.updates++;
    this.#appliedUpdate = update.number;
    const result = update.fields === null ? this.#hide(update) : this.#show(update, update.fields);
    const line = this.#line;
    this.#dependencies.agenda.after(this.#dependencies.random.whole(RESULT_MS_MAX), () => {
      if (line === this.#line) line?.say(resultsMessage([result]));
    });
  }

  #hide({ number, name }: WantedChannel): HostResult {
    const channel = this.ircd.get(name);
    const refused = channel !== undefined && channel.members > 0;
    if (channel !== undefined && !refused) this.#remove(channel);
    return { number, name, createdAt: refused ? channel.createdAt : 0, deviations: [] };
  }

  #show(update: WantedChannel, fields: readonly Field[]): HostResult {
    const { number, name, hostSequence } = update;
    const channel = this.ircd.get(name) ?? this.ircd.create(name);
    channel.createdAt = createdAtOf(update, this.ircd);
    const toldBy = this.#toldBy.get(channel);
    const deviations = this.ircd.show(channel, fields, (key) => (toldBy?.get(key) ?? 0) > hostSequence);
    return { number, name, createdAt: channel.createdAt, deviations };
  }

  #remove(channel: IrcdChannel): void {
    this.ircd.channels.delete(keyOf(channel.name));
    this.#toldBy.delete(channel);
    this.#dependencies.gone(channel.name);
  }

  #leave(channel: IrcdChannel, nick: NickKey): void {
    channel.users.delete(nick);
    if (channel.members > 0) {
      this.#tellPresence(channel, { gone: [nick] });
      return;
    }
    this.#remove(channel);
    this.#tell({ name: channel.name, kind: 'dropped' });
  }

  /** Few, so that they come again. */
  #somebody({ users }: IrcdChannel, account: IrcText | null): User {
    const guests = Array.from({ length: users.size + 1 }, (_, index) => `guest${index}` as IrcText);
    const nick = [...NICKS, ...guests].find((known) => !users.has(keyOfNick(known)))!;
    const [user, host] = ['user', this.server as string as IrcText];
    const joinedAt = this.ircd.seconds();
    const origins = newOrigins();
    return { nick, user: user as IrcText, host, account, modes: [], granted: [], joinedAt, origins };
  }

  *#users(): Iterable<User> {
    for (const { users } of this.ircd.channels.values()) yield* users.values();
  }

  #tellPresence({ name, members }: IrcdChannel, change: Partial<MemberChange>): void {
    const held = members > 0;
    const whole = { renamed: [], gone: [], present: [], ...change };
    this.#tell(
      this.#tellsMembers
        ? { name, kind: 'members', held, change: whole }
        : { name, kind: 'presence', held, members },
    );
  }

  #tell(event: DistributiveOmit<HostEvent, 'sequence'>): void {
    if (!this.attached || this.#line === null) return;
    this.#lastEvents = eventsMessage(
      [{ ...event, sequence: ++this.#sequence } as HostEvent],
      this.#appliedUpdate,
    );
    this.unacknowledged++;
    this.#line.say(this.#lastEvents);
  }
}

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;

function setField(channel: IrcdChannel, field: Field): void {
  const key = keyOfField(field);
  if (field.kind === 'flag' ? field.set : field.value !== null) channel.fields.set(key, field);
  else channel.fields.delete(key);
}
