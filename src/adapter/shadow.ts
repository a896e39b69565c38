import type { Casemapping, ChannelKey } from '../core/casemapping.ts';
import type { Field, FieldKey } from '../core/field.ts';
import type { HostChannelState } from '../core/host-messages.ts';
import type { IrcText } from '../core/irc-text.ts';
import { type NickKey, nickKey } from '../core/member.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import type { ShadowView } from './dialect.ts';
import type { IrcLine } from './irc-line.ts';
import type { FactOf, IrcdFact } from './ircd-facts.ts';
import type { IrcdEvent } from './ircd-messages.ts';
import type { IrcdTraits } from './ircd-traits.ts';
import { type ReadResult, ShadowAnswers } from './shadow-answers.ts';
import { ShadowArrivals } from './shadow-arrivals.ts';
import { isHeld, type ShadowChannel } from './shadow-channel.ts';
import { noMemberChange } from './shadow-members.ts';
import { ShadowNews } from './shadow-news.ts';
import { type Granted, ShadowPresence } from './shadow-presence.ts';
import { type GuestListener, type ShadowOptions, ShadowState } from './shadow-state.ts';
import type { OtherAdapter } from './users.ts';

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
  readonly #ircd: ShadowOptions['ircd'];
  readonly #state: ShadowState;
  readonly #news: ShadowNews;
  readonly #arrivals: ShadowArrivals;
  readonly #presence: ShadowPresence;
  readonly #answers: ShadowAnswers;
  readonly #view: ShadowView;

  constructor(options: ShadowOptions) {
    this.#ircd = options.ircd;
    const state = new ShadowState(options);
    this.#state = state;
    this.#news = new ShadowNews(state);
    this.#arrivals = new ShadowArrivals(state, this.#news);
    this.#presence = new ShadowPresence(state, this.#news);
    this.#answers = new ShadowAnswers(state, this.#news);
    this.#view = {
      users: state.users,
      key: (name) => state.key(name),
      channel: (name) => state.channel(name),
      isExpecting: (name) => state.questions.expected(state.key(name)) !== undefined,
      get synced() {
        return state.synced;
      },
    };
  }

  /** Events and states also say who is in a channel, and `members` stands instead of `presence`. */
  set tellsMembers(tells: boolean) {
    this.#state.tellsMembers = tells;
  }

  /** Who is told first of what happens to guests, and of channels that come and go. */
  set guestListener(listener: GuestListener) {
    this.#state.guestListener = listener;
  }

  get channels(): ReadonlyMap<ChannelKey, ShadowChannel> {
    return this.#state.channels;
  }

  get traits(): IrcdTraits {
    return this.#state.traits;
  }

  get casemapping(): Casemapping {
    return this.#state.casemapping;
  }

  /** The uplink has sent everything that it had. */
  get synced(): boolean {
    return this.#state.synced;
  }

  /** All that the uplink has sent is known in full. */
  get isComplete(): boolean {
    return this.#state.synced && this.#state.questions.isAllRead;
  }

  /** Another adapter that is linked to the native network; null: there is none. */
  get otherAdapter(): OtherAdapter | null {
    return this.#state.users.otherAdapter;
  }

  /** What the ircd set by itself on the first channel that one of its users created; null: none did yet. */
  get creationDefaults(): readonly Field[] | null {
    return this.#arrivals.creationDefaults;
  }

  channel(name: string): ShadowChannel | null {
    return this.#state.channel(name);
  }

  key(name: string): ChannelKey {
    return this.#state.key(name);
  }

  fieldKey(field: Field): FieldKey {
    return this.#state.fieldKey(field);
  }

  /** Lines for the channel are being written and questions follow them. `creates`: its timestamp, if they make it. */
  expect(name: IrcText, written: ReadonlyMap<FieldKey, Field>, creates: { createdAt: number } | null): void {
    this.#answers.expect(name, written, creates);
  }

  /** True between `expect` and `read`. */
  isExpecting(key: ChannelKey): boolean {
    return this.#state.questions.expected(key) !== undefined;
  }

  /** The sidecar has not heard of the channel: it is being made, was not read yet or is withheld. */
  isUnheardOf(key: ChannelKey): boolean {
    return this.#state.isUnheardOf(key);
  }

  /** The channel as a snapshot tells it. */
  state(channel: ShadowChannel): HostChannelState {
    return this.#news.state(channel);
  }

  /** Notes that the member is being given the modes; returns the letters that do so, and what has to be told of it. */
  grant(grant: MemberGrant): Granted {
    return this.#presence.grant(grant);
  }

  /** Guests are in the channel. */
  guestsCame(key: ChannelKey, count: number): void {
    this.#presence.guestsCame(key, count);
  }

  /** They are not any more; who leaves a channel last ends it. */
  guestsLeft(key: ChannelKey, count: number): IrcdEvent[] {
    return this.#presence.guestsLeft(key, count);
  }

  /** The nicks of everybody on the native network, and of services that are away, folded. */
  nicks(): Set<NickKey> {
    return new Set([...this.#state.users.nicks()].map((nick) => nickKey(this.casemapping, nick)));
  }

  /** What a snapshot has to tell. */
  *told(): Generator<ShadowChannel> {
    for (const channel of this.channels.values()) if (!channel.withheld) yield channel;
  }

  /** The answer was of no use: ask once more before `read`. Tells it once. */
  takeDisturbed(name: IrcText): boolean {
    return this.#state.questions.takeDisturbed(this.key(name));
  }

  /** The ircd has answered everything since `expect`, and the answers were applied. */
  read(name: IrcText): ReadResult {
    return this.#answers.read(this.key(name));
  }

  /** There are channels to be read back. */
  get isDoubtful(): boolean {
    return this.#state.questions.isDoubtful;
  }

  /** Channels to be read back, at most `max`. Call `expect` with nothing written and ask for each. */
  takeDoubtful(max: number): ShadowChannel[] {
    return this.#state.questions.takeDoubtful(max).flatMap((key) => this.channels.get(key) ?? []);
  }

  /** `now`: the ircd's time, Unix seconds. */
  apply(line: IrcLine, now: number): IrcdEvent[] {
    return this.#ircd.read(line, now, this.#view).flatMap((fact) => this.#take(fact, now));
  }

  #take(fact: IrcdFact, now: number): readonly IrcdEvent[] {
    const ofGuests = this.#state.guestListener?.heard(fact) ?? null;
    if (ofGuests !== null) return ofGuests;
    switch (fact.kind) {
      case 'channel':
        return this.#arrivals.take(fact, now);
      case 'join':
        return this.#join(fact, now);
      case 'leave':
        return this.#presence.leave(fact.user, this.key(fact.name));
      case 'kept':
        return this.#presence.keep(fact);
      case 'modes':
        return this.#modes(fact, now);
      case 'topic':
        return this.#topic(fact);
      case 'answer':
        return this.#answers.take(fact);
      case 'doubt':
        this.#doubt(this.key(fact.name));
        return [];
      case 'uncarried':
        this.#uncarried(fact);
        return [];
      case 'synced':
        this.#state.synced = true;
        return [];
      default:
        return this.#takeOfUsers(fact);
    }
  }

  #takeOfUsers(
    fact: FactOf<'server' | 'server-gone' | 'user' | 'user-changed' | 'user-gone'>,
  ): readonly IrcdEvent[] {
    const { users } = this.#state;
    switch (fact.kind) {
      case 'server':
        users.addServer(fact);
        return [];
      case 'server-gone':
        return this.#presence.serverGone(fact.id);
      case 'user':
        users.add(fact);
        return [];
      case 'user-changed':
        return this.#presence.rename(fact);
      case 'user-gone':
        return this.#presence.quit(fact.id);
    }
  }

  #join(fact: FactOf<'join'>, now: number): IrcdEvent[] {
    const channel = this.channel(fact.name) ?? this.#arrivals.missed(fact);
    if (channel === null) return [];
    this.#state.questions.noteArrival(channel.key);
    return this.#presence.join(channel, fact, now);
  }

  #modes({ name, source, changes }: FactOf<'modes'>, now: number): IrcdEvent[] {
    const channel = this.#toBeChanged(name, source);
    if (channel === null) return [];
    const wasHeld = isHeld(channel);
    const { withheld } = channel;
    const setter = this.#state.users.mark(source, 'nick') ?? '';
    const changed = this.#state.setModes(channel, changes, setter, this.synced ? now : 0);
    const prefixes = this.#presence.setPrefixes(channel, changes);
    if (withheld !== channel.withheld) return this.#news.withheldOrNot(channel);
    const events = [...this.#news.changed(channel, [...changed.values()]), ...prefixes];
    return isHeld(channel) === wasHeld
      ? events
      : [...events, ...this.#news.presence(channel, noMemberChange)];
  }

  #topic({ name, source, topic, setAt, isDoubtful }: FactOf<'topic'>): IrcdEvent[] {
    const channel = this.#toBeChanged(name, source);
    if (channel === null) return [];
    if (isDoubtful) this.#state.questions.doubt(channel.key);
    const field = this.#state.setTopic(channel, topic, setAt);
    return field === null ? [] : this.#news.changed(channel, [field]);
  }

  /** Null: the channel is not known, or has to be read back because servers merge theirs. */
  #toBeChanged(name: string, source: string): ShadowChannel | null {
    const channel = this.channel(name);
    if (channel === null || !this.#state.isMerging(source)) return channel;
    this.#state.questions.doubt(channel.key);
    return null;
  }

  #doubt(key: ChannelKey): void {
    const expected = this.#state.questions.expected(key);
    if (expected !== undefined) expected.isDisturbed = true;
    else if (this.channels.has(key)) this.#state.questions.doubt(key);
  }

  #uncarried({ name, what, problem }: FactOf<'uncarried'>): void {
    const channel = this.channel(name);
    if (channel !== null) this.#state.carried.refuse(channel, what, problem);
  }
}
