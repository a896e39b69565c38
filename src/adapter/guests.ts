import type { Logger } from 'pino';
import type { ChannelKey } from '../core/casemapping.ts';
import { displayText } from '../core/irc-text.ts';
import { type NickKey, nickKey, type PrefixMode, prefixModes } from '../core/member.ts';
import type { MemberNews } from '../core/member-feed.ts';
import type { LinkedIrcd } from './dialect.ts';
import type { Guest, GuestOnIrcd, Joined } from './guest.ts';
import { GuestList } from './guest-list.ts';
import { guestNick } from './guest-nick.ts';
import type { GuestJoin } from './guest-writer.ts';
import type { IrcdFact } from './ircd-facts.ts';
import type { IrcdEvent } from './ircd-messages.ts';
import type { LetterChange } from './mode-lines.ts';
import type { Pacer } from './pacer.ts';
import type { Shadow } from './shadow.ts';
import { isHeld, type ShadowChannel } from './shadow-channel.ts';
import type { LineWriter } from './update-applier.ts';

export interface GuestOptions {
  readonly ircd: Pick<LinkedIrcd, 'traits' | 'writer' | 'guests'>;
  readonly shadow: Shadow;
  readonly writer: LineWriter;
  readonly pacer: Pacer;
  readonly nickSuffix: string;
  /** Most guests at a time. */
  readonly guestsMax: number;
  readonly log: Logger;
  readonly onEvents: (events: readonly IrcdEvent[]) => void;
  /** So many are shown, and so many should be and are not. */
  readonly onCount: (count: GuestCount) => void;
}

export interface GuestCount {
  readonly shown: number;
  readonly missing: number;
  readonly reason: string;
}

/** Guests that are looked at between two pauses: a crowd must not keep the process from its other work. */
const ROUND_GUESTS_MAX = 200;
const WAIT_MS_MIN = 5;
/** Lines of guests are no channel's: they do not slow down what is written to channels. */
const NO_CHANNEL = '' as ChannelKey;

/**
 * Shows members of other servers on this ircd, each as a user of the adapter: a *guest*. A guest is there while it is in some
 * channel that the ircd has, and is nobody's member here: the shadow does not know it.
 *
 * - What is written about a channel counts once the ircd has handled it (a barrier): a channel that lost its last user before it
 *   had seen the guests come has ended, and the guests are in another one of the same name.
 * - A guest that is killed stays away, and one that is kicked out of its channel, until something new is told of it. One that was
 *   killed because of its nick comes back at once, under its suffix.
 */
export class Guests {
  readonly #options: GuestOptions;
  readonly #list: GuestList;
  readonly #byId = new Map<string, Guest>();
  /** Nicks that guests have, folded. */
  readonly #nicks = new Set<NickKey>();
  readonly #missing = new Set<Guest>();
  /** Channels that guests are leaving: how often the ircd has yet to say that it has handled it. */
  readonly #leaving = new Map<ChannelKey, number>();
  #serial = 0;
  #timer: NodeJS.Timeout | null = null;
  #told = '';
  #isStopped = false;

  constructor(options: GuestOptions) {
    this.#options = options;
    const { shadow } = options;
    this.#list = new GuestList(
      (name) => shadow.key(name),
      (nick) => this.#nickKey(nick),
    );
  }

  /** The sidecar tells everything anew. */
  begin(): void {
    this.#list.begin();
  }

  take(news: MemberNews): void {
    this.#list.take(news);
    this.#schedule();
  }

  /** The sidecar is away for too long. */
  clear(): void {
    this.#list.clear();
    this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** The ircd has a channel of that name now, or none, or another. */
  channelChanged(key: ChannelKey): void {
    const channel = this.#options.shadow.channels.get(key);
    for (const guest of this.#list.in(key)) {
      // What became of a channel that ended is another one's: there they are not.
      if (channel === undefined && guest.user?.joined.delete(key))
        this.#write([this.#options.ircd.guests.part(guest.user.id, key as string as ShadowChannel['name'])]);
      this.#list.dirty.add(guest);
    }
    this.#schedule();
  }

  /** The channel is to end: nobody is kept in it by guests. */
  leave(key: ChannelKey): void {
    const channel = this.#options.shadow.channels.get(key);
    if (channel === undefined) return;
    const round = this.#newRound();
    for (const guest of this.#list.in(key))
      if (guest.user !== null) this.#leaveChannel(guest.user, channel, round);
    this.#endRound(round);
  }

  /** Takes what concerns guests only; null: it does not. */
  heard(fact: IrcdFact): readonly IrcdEvent[] | null {
    if (fact.kind === 'leave') return this.#kicked(fact.user, fact.name);
    if (fact.kind === 'user-gone') return this.#killed(fact.id, fact.isCollision === true);
    if (fact.kind === 'user-changed') return this.#renamed(fact.id, fact.nick);
    return null;
  }

  #kicked(id: string, name: string): readonly IrcdEvent[] | null {
    const guest = this.#byId.get(id);
    if (guest === undefined) return null;
    const key = this.#options.shadow.key(name);
    const joined = guest.user?.joined.get(key);
    if (joined === undefined) return [];
    guest.keptOut.add(key);
    guest.user!.joined.delete(key);
    return this.#options.shadow.guestsLeft(key, joined.isSettled ? 1 : 0);
  }

  #killed(id: string, isCollision: boolean): readonly IrcdEvent[] | null {
    const guest = this.#byId.get(id);
    if (guest === undefined || guest.user === null) return null;
    const { joined, nick } = guest.user;
    this.#byId.delete(id);
    this.#nicks.delete(this.#nickKey(nick));
    guest.user = null;
    this.#makeRoom(guest);
    // Under the suffix, too, it is killed: then somebody means it.
    guest.isAway = !isCollision || guest.needsSuffix;
    guest.needsSuffix ||= isCollision;
    if (guest.isAway)
      this.#options.log.info(
        { nick: displayText(nick), server: guest.server },
        'a member of another server was killed here',
      );
    this.#list.dirty.add(guest);
    this.#schedule();
    return [...joined].flatMap(([key, { isSettled }]) =>
      this.#options.shadow.guestsLeft(key, isSettled ? 1 : 0),
    );
  }

  /** The ircd took its nick away: it is asked to take the one with the suffix. */
  #renamed(id: string, nick: string | undefined): readonly IrcdEvent[] | null {
    const guest = this.#byId.get(id);
    if (guest === undefined || guest.user === null || nick === undefined)
      return guest === undefined ? null : [];
    this.#nicks.delete(this.#nickKey(guest.user.nick));
    guest.user.nick = nick;
    this.#nicks.add(this.#nickKey(nick));
    if (!guest.needsSuffix) guest.user.ofNick = '';
    guest.needsSuffix = true;
    this.#list.dirty.add(guest);
    this.#schedule();
    return [];
  }

  #schedule(waitMs = 0): void {
    if (this.#timer !== null || this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#round();
    }, waitMs);
  }

  /** Shows what is due, as far as the pace allows. */
  #round(): void {
    const { pacer } = this.#options;
    const waitMs = pacer.waitMs(Date.now());
    if (waitMs > 0) {
      this.#schedule(Math.max(waitMs, WAIT_MS_MIN));
      return;
    }
    const round = this.#newRound();
    for (const guest of [...this.#list.dirty].slice(0, ROUND_GUESTS_MAX)) {
      this.#list.dirty.delete(guest);
      this.#show(guest, round);
    }
    this.#endRound(round);
    this.#tellCount();
    if (this.#list.dirty.size > 0) this.#schedule();
  }

  #newRound(): Round {
    const taken = this.#options.shadow.nicks();
    return { taken, joins: new Map(), changes: new Map(), farewells: [], freed: [], left: new Map() };
  }

  /** Who comes comes before others leave: a channel must not end between. */
  #endRound({ joins, changes, farewells, freed, left }: Round): void {
    const { shadow, ircd, writer, onEvents } = this.#options;
    for (const [channel, guests] of joins) this.#write(ircd.guests.join(channel, guests));
    for (const [channel, letters] of changes) this.#write(ircd.writer.change(channel, letters));
    this.#write(farewells);
    for (const key of freed) this.#nicks.delete(key);
    if (joins.size === 0 && left.size === 0) return;
    for (const key of left.keys()) this.#leaving.set(key, (this.#leaving.get(key) ?? 0) + 1);
    writer.barrier(() => {
      for (const [{ key }, guests] of joins) shadow.guestsCame(key, settled(key, guests));
      for (const key of left.keys()) this.#hasLeft(key);
      onEvents([...left].flatMap(([key, count]) => shadow.guestsLeft(key, count)));
    });
  }

  #hasLeft(key: ChannelKey): void {
    const others = (this.#leaving.get(key) ?? 1) - 1;
    if (others > 0) this.#leaving.set(key, others);
    else this.#leaving.delete(key);
    for (const guest of this.#list.in(key)) this.#list.dirty.add(guest);
    this.#schedule();
  }

  #show(guest: Guest, round: Round): void {
    const wanted = this.#wanted(guest);
    const wasMissing = this.#missing.delete(guest);
    if (wanted.size === 0) {
      if (wasMissing && this.#byId.size < this.#options.guestsMax) this.#makeRoom(guest);
      if (guest.user !== null) this.#quit(guest, guest.user, round);
      if (guest.channels.size === 0) this.#list.forget(guest);
      return;
    }
    const { member } = guest;
    if (guest.user !== null && (guest.user.user !== member.user || guest.user.host !== member.host)) {
      // It comes back as another once the ircd has seen it go.
      this.#quit(guest, guest.user, round);
      this.#list.dirty.add(guest);
      return;
    }
    const user = guest.user ?? this.#introduce(guest, round);
    if (user === null) {
      this.#missing.add(guest);
      return;
    }
    if (user.ofNick !== member.nick) this.#rename(guest, user, round);
    for (const key of [...user.joined.keys()]) {
      const channel = this.#options.shadow.channels.get(key);
      if (!wanted.has(key) && channel !== undefined) this.#leaveChannel(user, channel, round);
    }
    for (const channel of wanted.values())
      this.#enter(user, channel, guest.channels.get(channel.key)!.modes, round);
  }

  /** The channels in which it is to be seen. */
  #wanted({ isAway, channels, keptOut }: Guest): Map<ChannelKey, ShadowChannel> {
    const wanted = new Map<ChannelKey, ShadowChannel>();
    if (isAway) return wanted;
    const { shadow } = this.#options;
    for (const key of channels.keys()) {
      const channel = shadow.channels.get(key);
      if (channel === undefined || keptOut.has(key) || shadow.isUnheardOf(key)) continue;
      wanted.set(key, channel);
    }
    return wanted;
  }

  #introduce(guest: Guest, { taken }: Round): GuestOnIrcd | null {
    const { ircd, guestsMax, writer } = this.#options;
    const nick = this.#byId.size < guestsMax ? this.#chooseNick(guest, taken) : null;
    if (nick === null) return null;
    const { member, server } = guest;
    const id = ircd.guests.id(++this.#serial, nick);
    const introduced = { id, nick, user: member.user, host: member.host, realName: `on ${server}` };
    this.#write([ircd.guests.introduce(introduced, writer.now)]);
    guest.user = { id, nick, ofNick: member.nick, user: member.user, host: member.host, joined: new Map() };
    this.#byId.set(id, guest);
    this.#nicks.add(this.#nickKey(nick));
    return guest.user;
  }

  #rename(guest: Guest, user: GuestOnIrcd, { taken }: Round): void {
    const { ircd, writer } = this.#options;
    const own = this.#nickKey(user.nick);
    this.#nicks.delete(own);
    const nick = this.#chooseNick(guest, taken) ?? user.nick;
    this.#nicks.add(this.#nickKey(nick));
    user.ofNick = guest.member.nick;
    if (nick === user.nick) return;
    this.#write([ircd.guests.rename(user.id, nick, writer.now)]);
    this.#byId.delete(user.id);
    user.nick = nick;
    // Where users are named by their nicks it is another now.
    if (ircd.guests.isNamedByNick) user.id = nick;
    this.#byId.set(user.id, guest);
  }

  #chooseNick({ member, server, needsSuffix }: Guest, taken: ReadonlySet<NickKey>): string | null {
    const { ircd, shadow, nickSuffix } = this.#options;
    return guestNick({
      casemapping: shadow.casemapping,
      rules: ircd.guests.nicks,
      suffix: nickSuffix,
      nick: member.nick,
      server,
      needsSuffix,
      isTaken: (key) => taken.has(key) || this.#nicks.has(key),
    });
  }

  #enter(
    user: GuestOnIrcd,
    channel: ShadowChannel,
    modes: readonly PrefixMode[],
    { joins, changes }: Round,
  ): void {
    const { key } = channel;
    const known = user.joined.get(key);
    if (known === undefined) {
      // It may be ending at this moment; then another one is made in its place.
      if (this.#leaving.has(key) && !isHeld(channel)) return;
      const joined: Joined = { modes, isSettled: false };
      user.joined.set(key, joined);
      const joining = joins.get(channel) ?? [];
      joins.set(channel, joining);
      joining.push({ id: user.id, letters: this.#letters(modes), user, joined });
      return;
    }
    const before = this.#letters(known.modes);
    known.modes = modes;
    const after = this.#letters(modes);
    const letters = changes.get(channel) ?? [];
    for (const letter of after) if (!before.includes(letter)) letters.push(change(true, letter, user.id));
    for (const letter of before) if (!after.includes(letter)) letters.push(change(false, letter, user.id));
    if (letters.length > 0) changes.set(channel, letters);
  }

  #leaveChannel(user: GuestOnIrcd, { key, name }: ShadowChannel, { farewells, left }: Round): void {
    const joined = user.joined.get(key);
    if (!user.joined.delete(key)) return;
    farewells.push(this.#options.ircd.guests.part(user.id, name));
    left.set(key, (left.get(key) ?? 0) + (joined!.isSettled ? 1 : 0));
  }

  #quit(guest: Guest, user: GuestOnIrcd, { farewells, freed, left }: Round): void {
    farewells.push(this.#options.ircd.guests.quit(user.id, ''));
    for (const [key, { isSettled }] of user.joined) left.set(key, (left.get(key) ?? 0) + (isSettled ? 1 : 0));
    this.#byId.delete(user.id);
    freed.push(this.#nickKey(user.nick));
    guest.user = null;
    this.#makeRoom(guest);
  }

  /** There is room for another one. */
  #makeRoom(left: Guest): void {
    for (const waiting of this.#missing) {
      if (waiting === left) continue;
      this.#list.dirty.add(waiting);
      return;
    }
  }

  /** Those of the modes that the ircd has. */
  #letters(modes: readonly PrefixMode[]): string {
    const all = [...this.#options.ircd.traits.modes.values()];
    return prefixModes
      .filter((mode) => modes.includes(mode))
      .map((mode) => all.find(({ kind, name }) => kind === 'prefix' && name === mode)?.letter ?? '')
      .join('');
  }

  #nickKey(nick: string): NickKey {
    return nickKey(this.#options.shadow.casemapping, nick);
  }

  #write(lines: readonly string[]): void {
    this.#options.pacer.spend(NO_CHANNEL, lines.length, Date.now());
    this.#options.writer.write(lines);
  }

  #missingReason(): string {
    const { guestsMax, ircd } = this.#options;
    return this.#byId.size >= guestsMax
      ? `at most ${guestsMax} are shown ([adapter] show_members_max)`
      : `no nick of ${ircd.guests.nicks.bytesMax} bytes is left for them ([adapter] nick_suffix)`;
  }

  #tellCount(): void {
    const { log, onCount } = this.#options;
    const shown = this.#byId.size;
    for (const guest of this.#missing) if (guest.channels.size === 0) this.#missing.delete(guest);
    const missing = this.#missing.size;
    const reason = missing === 0 ? '' : this.#missingReason();
    const told = `${shown} ${missing}`;
    if (told === this.#told) return;
    if (missing > 0 && !/ [1-9]/.test(this.#told))
      log.warn({ shown, missing }, `members elsewhere: ${reason}`);
    this.#told = told;
    onCount({ shown, missing, reason });
  }
}

interface Round {
  /** Nicks of the native network's users, folded. */
  readonly taken: ReadonlySet<NickKey>;
  readonly joins: Map<ShadowChannel, Joining[]>;
  readonly changes: Map<ShadowChannel, LetterChange[]>;
  /** Lines of those who leave. */
  readonly farewells: string[];
  /** Nicks that are free once those lines are written. */
  readonly freed: NickKey[];
  /** How many guests that were known to be in the channel leave it. */
  readonly left: Map<ChannelKey, number>;
}

interface Joining extends GuestJoin {
  readonly user: GuestOnIrcd;
  readonly joined: Joined;
}

/** How many of them are in the channel now that the ircd has let them in: some may have left again, or been killed. */
function settled(key: ChannelKey, guests: readonly Joining[]): number {
  const there = guests.filter(({ user, joined }) => user.joined.get(key) === joined);
  for (const { joined } of there) joined.isSettled = true;
  return there.length;
}

function change(adding: boolean, letter: string, id: string): LetterChange {
  return { adding, letter, parameter: id };
}
