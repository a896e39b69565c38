import { type Casemapping, type ChannelKey, channelKey } from '../core/casemapping.ts';
import { type Field, type FieldKey, fieldKey, isSet, type Topic } from '../core/field.ts';
import type { HostChannelState } from '../core/host-messages.ts';
import { parseChannelName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import { type MemberChange, type NickKey, nickKey } from '../core/member.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import { CarriedFields, type UncarriedListener } from './carried-fields.ts';
import type { LinkedIrcd, ShadowView } from './dialect.ts';
import type { IrcLine } from './irc-line.ts';
import type { ChannelAnswer, IrcdFact, JoinedUser } from './ircd-facts.ts';
import type { IrcdChange, IrcdEvent } from './ircd-messages.ts';
import type { IrcdMode, IrcdTraits } from './ircd-traits.ts';
import { fieldOfChange, type ModeChange } from './mode-changes.ts';
import type { LetterChange } from './mode-lines.ts';
import { closingFlags } from './mode-table.ts';
import {
  channelState,
  isHeld,
  isThere,
  type Membership,
  newShadowChannel,
  type ShadowChannel,
  setField,
} from './shadow-channel.ts';
import {
  changedMemberships,
  distinctMembers,
  memberDifference,
  nickChange,
  noMemberChange,
  prefixModeOf,
  prefixModesOf,
  tellableNicks,
  toldMembers,
} from './shadow-members.ts';
import { takeReadback } from './take-readback.ts';
import { type OtherAdapter, Users } from './users.ts';

export interface ShadowOptions {
  readonly ircd: Pick<LinkedIrcd, 'id' | 'ownId' | 'traits' | 'read'>;
  /** Names of the servers whose clients are services. */
  readonly services?: readonly string[];
  /** A value is left on this ircd alone. */
  readonly onUncarried: UncarriedListener;
}

/** What was written to a channel and not read back yet. */
interface Expected {
  /** What each written field should have become. */
  readonly written: ReadonlyMap<FieldKey, Field>;
  /** The adapter made the channel; the sidecar hears of it by the result, so nothing before that is an event. */
  readonly creates: boolean;
  wasShown: boolean;
  /** The answer that came was of no use. */
  isDisturbed: boolean;
  /** What local users changed since. */
  readonly touched: Map<FieldKey, Field>;
  /** Wanted entries that the ircd shows under another mask: by the key of the wanted one. */
  altered: ReadonlyMap<FieldKey, Field>;
}

export interface ReadResult {
  /** Null: the ircd has no such channel. */
  readonly channel: ShadowChannel | null;
  readonly altered: ReadonlyMap<FieldKey, Field>;
  /** What happened to a channel that the adapter made before its result could be sent: to be told right after that. */
  readonly after: readonly IrcdEvent[];
}

export interface GuestListener {
  /** Takes what concerns guests only, with what follows from it; null: it does not. */
  heard(fact: IrcdFact): readonly IrcdEvent[] | null;
  /** There may be a channel of that name now, or none any more. */
  channelChanged(key: ChannelKey): void;
}

export interface Granted {
  /** Null: there is nobody to be given anything. */
  readonly channel: ShadowChannel | null;
  readonly changes: readonly LetterChange[];
  readonly events: readonly IrcdEvent[];
}

type FactOf<Kind extends IrcdFact['kind']> = Extract<IrcdFact, { kind: Kind }>;

/**
 * What the ircd shows. `apply` takes each line of the link and returns what happened.
 *
 * - What the adapter wrote is no event: ircds echo nothing. What one made of the writes is read back (`expect`, then the
 *   dialect's questions, then `read`), and a difference in a field that was not written is an event like any other.
 * - No ircd tells that a channel ceased: members are counted. Without members and `permanent` it is gone, except
 *   that an empty channel which the adapter made stays until somebody joined and left, and one that it keeps longer.
 * - Where other servers of the native network merge their channels into the uplink's, the rules who wins are the
 *   ircd's: the channel is named by `takeDoubtful`, to be read back.
 * - A channel whose creation time the ircd did not tell is read back before anybody hears of it.
 * - Clients of services are no members. A channel that only they are in is there, and held by nobody here.
 * - A channel that is closed by a mode which is told to nobody is not told of either: elsewhere it would be open.
 */
export class Shadow {
  /** Events and states also say who is in a channel, and `members` stands instead of `presence`. */
  tellsMembers = false;
  /** Who is told first of what happens to guests, and of channels that come and go. */
  guestListener: GuestListener | null = null;
  readonly channels = new Map<ChannelKey, ShadowChannel>();
  readonly #options: ShadowOptions;
  readonly #users: Users;
  readonly #expected = new Map<ChannelKey, Expected>();
  readonly #doubtful = new Set<ChannelKey>();
  /** Channels that were not read yet: the sidecar has not heard of them. */
  readonly #unread = new Set<ChannelKey>();
  readonly #carried: CarriedFields;
  readonly #view: ShadowView;
  #synced = false;
  #creationDefaults: readonly Field[] | null = null;

  constructor(options: ShadowOptions) {
    this.#options = options;
    this.#carried = new CarriedFields(options.onUncarried);
    const { id, ownId } = options.ircd;
    this.#users = new Users(options.services);
    this.#users.addServer({ id, uplink: ownId, name: '', description: '' });
    const shadow = this;
    this.#view = {
      users: this.#users,
      key: (name) => shadow.key(name),
      channel: (name) => shadow.channel(name),
      isExpecting: (name) => shadow.isExpecting(shadow.key(name)),
      get synced() {
        return shadow.#synced;
      },
    };
  }

  get traits(): IrcdTraits {
    return this.#options.ircd.traits;
  }

  get casemapping(): Casemapping {
    return this.traits.casemapping;
  }

  /** The uplink has sent everything that it had. */
  get synced(): boolean {
    return this.#synced;
  }

  /** All that the uplink has sent is known in full. */
  get isComplete(): boolean {
    return this.#synced && this.#unread.size === 0;
  }

  /** Another adapter that is linked to the native network; null: there is none. */
  get otherAdapter(): OtherAdapter | null {
    return this.#users.otherAdapter;
  }

  /** What the ircd set by itself on the first channel that one of its users created; null: none did yet. */
  get creationDefaults(): readonly Field[] | null {
    return this.#creationDefaults;
  }

  channel(name: string): ShadowChannel | null {
    return this.channels.get(this.key(name)) ?? null;
  }

  key(name: string): ChannelKey {
    return channelKey(this.casemapping, name);
  }

  fieldKey(field: Field): FieldKey {
    return fieldKey(this.casemapping, field);
  }

  /** Lines for the channel are being written and questions follow them. `creates`: its name and timestamp, if they make it. */
  expect(name: IrcText, written: ReadonlyMap<FieldKey, Field>, creates: { createdAt: number } | null): void {
    const key = this.key(name);
    if (creates !== null) this.channels.set(key, newShadowChannel(key, name, creates.createdAt));
    const unread = { wasShown: false, isDisturbed: false, touched: new Map(), altered: new Map() };
    this.#expected.set(key, { written, creates: creates !== null, ...unread });
  }

  /** True between `expect` and `read`. */
  isExpecting(key: ChannelKey): boolean {
    return this.#expected.has(key);
  }

  /** The sidecar has not heard of the channel: it is being made, was not read yet or is withheld. */
  isUnheardOf(key: ChannelKey): boolean {
    return this.channels.get(key)?.withheld === true || this.#isNew(key);
  }

  /** The channel as a snapshot tells it. */
  state(channel: ShadowChannel): HostChannelState {
    const state = channelState(channel);
    if (!this.tellsMembers) return state;
    const members = toldMembers(this.#users, channel, channel.members.keys());
    return { ...state, memberList: distinctMembers(this.casemapping, members) };
  }

  /** Notes that the member is being given the modes; returns the letters that do so, and what has to be told of it. */
  grant({ channel: name, nick, modes }: MemberGrant): Granted {
    const channel = this.channel(name);
    const id = channel === null ? undefined : this.#memberNamed(channel, nick);
    if (channel === null || id === undefined || this.isUnheardOf(channel.key)) return NOTHING_GRANTED;
    const given = [...this.traits.modes.values()].filter(
      (mode) => modes.some((wanted) => wanted === prefixModeOf(mode)) && !hasMode(channel, id, mode),
    );
    const changes = given.map((mode): ModeChange => ({ adding: true, mode, parameter: id }));
    const letters = given.map(({ letter }) => ({ adding: true, letter, parameter: id }));
    return { channel, changes: letters, events: this.#setPrefixes(channel, changes) };
  }

  /** Guests are in the channel. */
  guestsCame(key: ChannelKey, count: number): void {
    const channel = this.channels.get(key);
    if (channel !== undefined) channel.guests += count;
  }

  /** They are not any more; who leaves a channel last ends it. */
  guestsLeft(key: ChannelKey, count: number): IrcdEvent[] {
    const channel = this.channels.get(key);
    if (channel === undefined) return [];
    channel.guests = Math.max(0, channel.guests - count);
    return isThere(channel) ? [] : this.#presence(channel, noMemberChange);
  }

  /** The nicks of everybody on the native network, folded. */
  nicks(): Set<NickKey> {
    return new Set([...this.#users.nicks()].map((nick) => nickKey(this.casemapping, nick)));
  }

  /** What a snapshot has to tell. */
  *told(): Generator<ShadowChannel> {
    for (const channel of this.channels.values()) if (!channel.withheld) yield channel;
  }

  /** The answer was of no use: ask once more before `read`. Tells it once. */
  takeDisturbed(name: IrcText): boolean {
    const expected = this.#expected.get(this.key(name));
    if (!expected?.isDisturbed) return false;
    expected.isDisturbed = false;
    return true;
  }

  /** The ircd has answered everything since `expect`, and the answers were applied. */
  read(name: IrcText): ReadResult {
    const key = this.key(name);
    const expected = this.#expected.get(key);
    this.#expected.delete(key);
    // A channel that does not exist is not answered for.
    if (expected?.wasShown === false) this.#forget(key);
    const channel = this.channels.get(key) ?? null;
    const after: IrcdEvent[] = [];
    if (channel !== null && expected?.creates && !channel.withheld) {
      after.push(...this.#changed(channel, [...expected.touched.values()]));
      if (isHeld(channel)) after.push(...this.#presence(channel, this.#allPresent(channel)));
    }
    this.guestListener?.channelChanged(key);
    return { channel, altered: expected?.altered ?? new Map(), after };
  }

  /** There are channels to be read back. */
  get isDoubtful(): boolean {
    return this.#doubtful.size > 0;
  }

  /** Channels to be read back, at most `max`. Call `expect` with nothing written and ask for each. */
  takeDoubtful(max: number): ShadowChannel[] {
    const taken: ShadowChannel[] = [];
    for (const key of this.#doubtful) {
      if (taken.length >= max) break;
      if (this.#expected.has(key)) continue;
      this.#doubtful.delete(key);
      const channel = this.channels.get(key);
      if (channel !== undefined) taken.push(channel);
    }
    return taken;
  }

  /** `now`: the ircd's time, Unix seconds. */
  apply(line: IrcLine, now: number): IrcdEvent[] {
    return this.#options.ircd.read(line, now, this.#view).flatMap((fact) => this.#take(fact, now));
  }

  #take(fact: IrcdFact, now: number): readonly IrcdEvent[] {
    const ofGuests = this.guestListener?.heard(fact) ?? null;
    if (ofGuests !== null) return ofGuests;
    switch (fact.kind) {
      case 'server':
        this.#users.addServer(fact);
        return [];
      case 'server-gone':
        return this.#users.removeServer(fact.id).flatMap((id) => this.#quit(id).map(asLost));
      case 'user':
        this.#users.add(fact);
        return [];
      case 'user-changed':
        return this.#rename(fact);
      case 'user-gone':
        return this.#quit(fact.id);
      case 'channel':
        return this.#channel(fact, now);
      case 'join':
        return this.#join(fact, now);
      case 'leave':
        return this.#leave(fact.user, this.key(fact.name));
      case 'modes':
        return this.#modes(fact, now);
      case 'topic':
        return this.#topic(fact);
      case 'answer':
        return this.#answer(fact);
      case 'kept':
        return this.#keep(fact);
      case 'doubt':
        this.#doubt(this.key(fact.name));
        return [];
      case 'uncarried':
        this.#uncarried(fact);
        return [];
      case 'synced':
        this.#synced = true;
        return [];
    }
  }

  #doubt(key: ChannelKey): void {
    const expected = this.#expected.get(key);
    if (expected !== undefined) expected.isDisturbed = true;
    else if (this.channels.has(key)) this.#doubtful.add(key);
  }

  #rename(fact: FactOf<'user-changed'>): IrcdEvent[] {
    const { id, newId = id } = fact;
    const before = this.#users.get(id);
    if (before === undefined) return [];
    const { nick, user, host, account } = before;
    const channels = [...(this.#users.channels(id) ?? [])].flatMap((key) => this.channels.get(key) ?? []);
    for (const channel of channels) {
      const membership = channel.members.get(id);
      if (channel.members.delete(id)) channel.members.set(newId, membership!);
      if (channel.services.delete(id)) channel.services.add(newId);
    }
    this.#users.change(fact);
    const after = this.#users.get(newId)!;
    const isOther = after.user !== user || after.host !== host || after.account !== account;
    if (!isOther && after.nick === nick) return [];
    const { renamed, gone, isNew } = nickChange(nick, after.nick);
    return channels
      .filter(({ members }) => members.has(newId))
      .flatMap((channel) => {
        const present = isOther || isNew ? toldMembers(this.#users, channel, [newId]) : [];
        return this.#membersChanged(channel, { renamed, gone, present });
      });
  }

  #channel(fact: FactOf<'channel'>, now: number): IrcdEvent[] {
    const { name: spelled, source, createdAt, changes, members, topic } = fact;
    const name = parseChannelName(spelled);
    if (name === null) return [];
    const key = this.key(name);
    const known = this.channels.get(key);
    const next = newShadowChannel(key, known?.name ?? name, createdAt ?? 0);
    const isUplinks = source === this.#options.ircd.id;
    // Who is in a channel that came with a burst joined some time ago.
    this.#addMembers(next, members, this.#synced && isUplinks ? now : 0);
    if (isUplinks && known?.createdAt === next.createdAt && !this.#synced) return this.#joinMore(known, next);
    if (known !== undefined) return this.#merge(known, next, source);
    const set = this.#setModes(next, changes, '', 0);
    if (topic !== undefined) this.#setTopic(next, topic, topic?.setAt ?? 0);
    this.channels.set(key, next);
    this.#noteMembers(next);
    // Another server of the native network may bring a channel with all that its users set.
    if (this.#synced && isUplinks) this.#creationDefaults ??= [...set.values()];
    if (createdAt !== null) return next.withheld ? [] : [this.#created(next)];
    this.#unread.add(key);
    this.#doubtful.add(key);
    return [];
  }

  /** A burst cuts many members into several lines. */
  #joinMore(channel: ShadowChannel, more: ShadowChannel): IrcdEvent[] {
    takeMembers(channel, more);
    this.#noteMembers(channel);
    return more.members.size === 0 ? [] : this.#presence(channel, this.#present(channel, more));
  }

  /** Which side wins is for the ircd to say: only the members are certain now. */
  #merge(known: ShadowChannel, next: ShadowChannel, source: string): IrcdEvent[] {
    this.#doubtful.add(known.key);
    if (source === this.#options.ircd.id) return [];
    takeMembers(known, next);
    this.#noteMembers(known);
    return next.members.size === 0 ? [] : this.#presence(known, this.#present(known, next));
  }

  #keep({ name, kept }: FactOf<'kept'>): IrcdEvent[] {
    const channel = this.channel(name);
    if (channel === null || channel.kept === kept) return [];
    channel.kept = kept;
    return kept || isHeld(channel) ? [] : this.#presence(channel, noMemberChange);
  }

  #join({ user: id, name, letters = '' }: FactOf<'join'>, now: number): IrcdEvent[] {
    const channel = this.channel(name);
    if (channel === null || !this.#users.has(id)) return [];
    this.#addMembers(channel, [{ id, letters }], this.#synced ? now : 0);
    this.#users.channels(id)!.add(channel.key);
    if (this.#users.isService(id)) return [];
    const present = toldMembers(this.#users, channel, [id]);
    return this.#presence(channel, { ...noMemberChange, present });
  }

  #leave(id: string, key: ChannelKey): IrcdEvent[] {
    const channel = this.channels.get(key);
    this.#users.channels(id)?.delete(key);
    return channel === undefined ? [] : this.#without(channel, id, this.#users.get(id)?.nick);
  }

  #quit(id: string): IrcdEvent[] {
    const nick = this.#users.get(id)?.nick;
    return [...this.#users.remove(id)].flatMap((key) => {
      const channel = this.channels.get(key);
      return channel === undefined ? [] : this.#without(channel, id, nick);
    });
  }

  #without(channel: ShadowChannel, id: string, nick: string | undefined): IrcdEvent[] {
    // What services leave may end, and is news only then.
    if (channel.services.delete(id)) return isThere(channel) ? [] : this.#presence(channel, noMemberChange);
    if (!channel.members.delete(id)) return [];
    return this.#presence(channel, {
      ...noMemberChange,
      gone: tellableNicks(nick === undefined ? [] : [nick]),
    });
  }

  /** Members or `permanent` changed; `change`: the members. */
  #presence(channel: ShadowChannel, change: MemberChange): IrcdEvent[] {
    const unheard = this.isUnheardOf(channel.key);
    if (!isThere(channel)) {
      this.#forget(channel.key);
      return unheard ? [] : [event(channel, { kind: 'dropped' })];
    }
    return unheard ? [] : [this.#presenceEvent(channel, change)];
  }

  #presenceEvent(channel: ShadowChannel, change: MemberChange): IrcdEvent {
    const held = isHeld(channel);
    if (this.tellsMembers) return event(channel, { kind: 'members', held, change });
    return event(channel, { kind: 'presence', held, members: channel.members.size });
  }

  /** Who is there is otherwise than before; how many are is not. */
  #membersChanged(channel: ShadowChannel, change: MemberChange): IrcdEvent[] {
    if (!this.tellsMembers || this.isUnheardOf(channel.key)) return [];
    return [this.#presenceEvent(channel, change)];
  }

  #allPresent(channel: ShadowChannel): MemberChange {
    return this.#present(channel, channel);
  }

  /** Those of `more` as members of the channel. */
  #present(channel: ShadowChannel, { members }: ShadowChannel): MemberChange {
    return { ...noMemberChange, present: toldMembers(this.#users, channel, members.keys()) };
  }

  #memberNamed({ members }: ShadowChannel, nick: string): string | undefined {
    const key = nickKey(this.casemapping, nick);
    const isNamed = (id: string): boolean => nickKey(this.casemapping, this.#users.get(id)!.nick) === key;
    return [...members.keys()].find(isNamed);
  }

  #created(channel: ShadowChannel): IrcdEvent {
    this.guestListener?.channelChanged(channel.key);
    return event(channel, { kind: 'created', state: this.state(channel) });
  }

  /** Gives members the prefix modes that they have now. */
  #setPrefixes(channel: ShadowChannel, changes: readonly ModeChange[]): IrcdEvent[] {
    const changed = changedMemberships(channel, changes);
    for (const [id, membership] of changed) channel.members.set(id, membership);
    if (changed.size === 0) return [];
    const present = toldMembers(this.#users, channel, changed.keys());
    return this.#membersChanged(channel, { ...noMemberChange, present });
  }

  #modes({ name, source, changes }: FactOf<'modes'>, now: number): IrcdEvent[] {
    const channel = this.channel(name);
    if (channel === null) return [];
    if (this.#isMerging(source)) {
      this.#doubtful.add(channel.key);
      return [];
    }
    const wasHeld = isHeld(channel);
    const { withheld } = channel;
    const setter = this.#users.mark(source, 'nick') ?? '';
    const changed = this.#setModes(channel, changes, setter, this.#synced ? now : 0);
    const prefixes = this.#setPrefixes(channel, changes);
    if (withheld !== channel.withheld) return this.#withheldOrNot(channel);
    const events = [...this.#changed(channel, [...changed.values()]), ...prefixes];
    return isHeld(channel) === wasHeld ? events : [...events, ...this.#presence(channel, noMemberChange)];
  }

  /** From now on the sidecar hears nothing of the channel; or everything. */
  #withheldOrNot(channel: ShadowChannel): IrcdEvent[] {
    if (this.#isNew(channel.key)) return [];
    this.guestListener?.channelChanged(channel.key);
    return [channel.withheld ? event(channel, { kind: 'dropped' }) : this.#created(channel)];
  }

  #isNew(key: ChannelKey): boolean {
    return this.#unread.has(key) || this.#expected.get(key)?.creates === true;
  }

  #topic({ name, source, topic, setAt, isDoubtful }: FactOf<'topic'>): IrcdEvent[] {
    const channel = this.channel(name);
    if (channel === null) return [];
    if (this.#isMerging(source)) {
      this.#doubtful.add(channel.key);
      return [];
    }
    if (isDoubtful) this.#doubtful.add(channel.key);
    const field = this.#setTopic(channel, topic, setAt);
    return field === null ? [] : this.#changed(channel, [field]);
  }

  /** What another server says of its channel wins, loses or merges by the ircd's rules. */
  #isMerging(source: string): boolean {
    return source !== this.#options.ircd.id && this.#users.isServer(source);
  }

  /** Returns the fields that were named, by key. */
  #setModes(
    channel: ShadowChannel,
    changes: readonly ModeChange[],
    setter: string,
    now: number,
  ): Map<FieldKey, Field> {
    const changed = new Map<FieldKey, Field>();
    for (const change of changes) {
      const { letter, kind, name } = change.mode;
      if (letter === this.traits.permanent) channel.permanent = change.adding;
      if (kind === 'unmanaged' && closingFlags.has(name)) channel.withheld = change.adding;
      const named = fieldOfChange(change, setter, now);
      const field = named && this.#carried.carry(channel, named);
      if (field === null) continue;
      const key = this.fieldKey(field);
      setField(channel, key, field);
      changed.set(key, field);
    }
    return changed;
  }

  /** Null: it cannot be carried. */
  #setTopic(channel: ShadowChannel, topic: Topic | null, setAt: number): Field | null {
    const value = topic === null || topic.text === '' ? null : topic;
    const field = this.#carried.carry(channel, { kind: 'topic', value });
    if (field === null) return null;
    channel.topicSetAt = setAt;
    setField(channel, this.fieldKey(field), field);
    return field;
  }

  #changed(channel: ShadowChannel, fields: readonly Field[]): IrcdEvent[] {
    if (fields.length === 0) return [];
    const expected = this.#expected.get(channel.key);
    for (const field of fields) expected?.touched.set(this.fieldKey(field), field);
    if (this.isUnheardOf(channel.key)) return [];
    return [event(channel, { kind: 'changed', fields })];
  }

  #addMembers(channel: ShadowChannel, joined: readonly JoinedUser[], joinedAt: number): void {
    for (const { id, letters } of joined) {
      const modes = prefixModesOf(this.traits, letters);
      if (this.#users.isService(id)) channel.services.add(id);
      else if (this.#users.has(id)) channel.members.set(id, { modes, joinedAt });
    }
  }

  #noteMembers(channel: ShadowChannel): void {
    for (const id of everybody(channel)) this.#users.channels(id)?.add(channel.key);
  }

  /** Takes over what was read. */
  #answer(answer: FactOf<'answer'>): IrcdEvent[] {
    const key = this.key(answer.name);
    const expected = this.#expected.get(key);
    if (expected === undefined) return [];
    expected.wasShown = true;
    expected.isDisturbed = false;
    const known = this.channels.get(key);
    const truth = this.#truth(answer, known, expected);
    const isAnew = known?.createdAt !== truth.createdAt;
    const channel = known ?? newShadowChannel(key, truth.name, truth.createdAt);
    this.channels.set(key, channel);
    channel.createdAt = truth.createdAt;
    if (answer.topicSetAt !== undefined) channel.topicSetAt = answer.topicSetAt;
    const { unexpected, altered } = takeReadback(channel, truth.fields, expected.written);
    expected.altered = altered;
    const presence = this.#takePresence(channel, truth);
    const wasUnread = this.#unread.delete(key);
    const wasWithheld = channel.withheld;
    channel.withheld = truth.withheld;
    if (truth.withheld && !wasWithheld && !wasUnread && known !== undefined)
      return this.#withheldOrNot(channel);
    if (this.isUnheardOf(key)) return [];
    if (isAnew || wasUnread || wasWithheld) return [this.#created(channel)];
    return [...this.#changed(channel, unexpected), ...presence];
  }

  /** The channel as the ircd told it; what it hid is what was written or heard last. */
  #truth(
    { name, createdAt, changes, hidden, topic, members, kept = false }: ChannelAnswer,
    known: ShadowChannel | undefined,
    expected: Expected,
  ): ShadowChannel {
    const truth = newShadowChannel(this.key(name), known?.name ?? name, createdAt);
    truth.kept = kept;
    this.#setModes(truth, changes, '', 0);
    if (topic !== undefined) this.#setTopic(truth, topic, 0);
    if (members === null) takeMembers(truth, known ?? truth);
    else this.#addMembers(truth, members, 0);
    for (const letter of hidden) this.#unhide(truth, letter, known, expected);
    return truth;
  }

  #unhide(truth: ShadowChannel, letter: string, known: ShadowChannel | undefined, expected: Expected): void {
    const mode = this.traits.modes.get(letter);
    const named = mode && fieldOfChange({ adding: true, mode, parameter: '1' }, '', 0);
    if (!named) return;
    const key = this.fieldKey(named);
    const written = expected.written.get(key);
    const isWritten = written !== undefined && isSet(written);
    const isTouched = expected.touched.has(key);
    // Which of both was later on the ircd cannot be told: whoever wants a value writes it once more.
    if (isWritten && isTouched) known?.unsure.add(key);
    else known?.unsure.delete(key);
    const value = isWritten && !isTouched ? written : known?.fields.get(key);
    if (value !== undefined) truth.fields.set(key, value);
  }

  #takePresence(channel: ShadowChannel, truth: ShadowChannel): IrcdEvent[] {
    const held = isHeld(channel);
    const before = channel.members;
    for (const id of everybody(channel)) this.#users.channels(id)?.delete(channel.key);
    channel.members = withJoinTimes(truth.members, before);
    channel.services = truth.services;
    channel.permanent = truth.permanent;
    channel.kept = truth.kept;
    this.#noteMembers(channel);
    const change = this.tellsMembers ? memberDifference(this.#users, before, channel) : null;
    if (held === isHeld(channel) && before.size === channel.members.size && change === null) return [];
    return [this.#presenceEvent(channel, change ?? noMemberChange)];
  }

  #uncarried({ name, what, problem }: FactOf<'uncarried'>): void {
    const channel = this.channel(name);
    if (channel !== null) this.#carried.refuse(channel, what, problem);
  }

  #forget(key: ChannelKey): void {
    const channel = this.channels.get(key);
    for (const id of channel === undefined ? [] : everybody(channel)) this.#users.channels(id)?.delete(key);
    this.channels.delete(key);
    this.#doubtful.delete(key);
    this.#unread.delete(key);
    this.#carried.forget(key);
    this.guestListener?.channelChanged(key);
  }
}

/** Nobody left: a server of the native network split off, and may be back with its users. */
function asLost({ name, change }: IrcdEvent): IrcdEvent {
  const isLost =
    change.kind === 'dropped' || ((change.kind === 'presence' || change.kind === 'members') && !change.held);
  return { name, change: isLost ? { ...change, lost: true } : change };
}

function takeMembers(channel: ShadowChannel, { members, services }: ShadowChannel): void {
  for (const [id, membership] of members) channel.members.set(id, membership);
  for (const id of services) channel.services.add(id);
}

function everybody({ members, services }: ShadowChannel): string[] {
  return [...members.keys(), ...services];
}

const NOTHING_GRANTED: Granted = { channel: null, changes: [], events: [] };

function hasMode({ members }: ShadowChannel, id: string, mode: IrcdMode): boolean {
  return members.get(id)?.modes.some((had) => had === mode.name) === true;
}

/** No ircd tells when somebody joined who was there before. */
function withJoinTimes(
  members: ReadonlyMap<string, Membership>,
  before: ReadonlyMap<string, Membership>,
): Map<string, Membership> {
  return new Map(
    [...members].map(([id, membership]) => [
      id,
      { ...membership, joinedAt: before.get(id)?.joinedAt ?? membership.joinedAt },
    ]),
  );
}

function event(channel: ShadowChannel, change: IrcdChange): IrcdEvent {
  return { name: channel.name, change };
}
