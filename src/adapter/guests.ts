import type { ChannelKey } from '../core/casemapping.ts';
import type { MemberNews } from '../core/member-feed.ts';
import { BroughtServer, type BroughtServerOptions } from './brought-server.ts';
import type { LinkedIrcd } from './dialect.ts';
import { GuestAppearance } from './guest-appearance.ts';
import { GuestList } from './guest-list.ts';
import { GuestMishaps } from './guest-mishaps.ts';
import { GuestRound } from './guest-round.ts';
import { type GuestUserOptions, GuestUsers } from './guest-users.ts';
import { partLine } from './guest-writer.ts';
import type { IrcdFact } from './ircd-facts.ts';
import type { IrcdEvent } from './ircd-messages.ts';
import { type MissingGuestOptions, MissingGuests } from './missing-guests.ts';
import type { Pacer } from './pacer.ts';
import type { Shadow } from './shadow.ts';
import type { LineWriter } from './update-applier.ts';
import type { ShownUser } from './whois-reply.ts';

export interface GuestOptions
  extends Pick<BroughtServerOptions, 'own' | 'uplink'>,
    Pick<GuestUserOptions, 'nickSuffix' | 'guestsMax'>,
    MissingGuestOptions {
  readonly ircd: Pick<LinkedIrcd, 'traits' | 'writer' | 'guests'>;
  readonly shadow: Shadow;
  readonly writer: LineWriter;
  readonly pacer: Pacer;
  readonly onEvents: (events: readonly IrcdEvent[]) => void;
}

/** Guests that are looked at between two pauses: a crowd must not keep the process from its other work. */
const ROUND_GUESTS_MAX = 200;
const WAIT_MS_MIN = 5;
/** Lines of guests are no channel's: they do not slow down what is written to channels. */
const NO_CHANNEL = '' as ChannelKey;

/**
 * Shows members of other servers on this ircd, each as a user of a server behind the adapter: a *guest*. A guest is there while it is in
 * some channel that the ircd has, and is nobody's member here: the shadow does not know it.
 *
 * - What is written about a channel counts once the ircd has handled it (a barrier): a channel that lost its last user before it
 *   had seen the guests come has ended, and the guests are in another one of the same name.
 * - A guest that is killed stays away, and one that is kicked out of its channel, until something new is told of it. One that was
 *   killed because of its nick comes back at once, under its suffix.
 */
export class Guests {
  readonly #options: GuestOptions;
  readonly #list: GuestList;
  readonly #server: BroughtServer;
  readonly #users: GuestUsers;
  readonly #missing: MissingGuests;
  readonly #appearance: GuestAppearance;
  readonly #mishaps: GuestMishaps;
  /** Channels that guests are leaving: how often the ircd has yet to say that it has handled it. */
  readonly #leaving = new Map<ChannelKey, number>();
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  #isHeld = false;

  constructor(options: GuestOptions) {
    this.#options = options;
    const { shadow } = options;
    const write = (lines: readonly string[]): void => this.#write(lines);
    const server = new BroughtServer({ ...options, write });
    const users = new GuestUsers({ ...options, casemapping: shadow.casemapping, server, write });
    const list = new GuestList(
      (name) => shadow.key(name),
      (nick) => users.nickKey(nick),
    );
    const missing = new MissingGuests(options, list.dirty);
    const isBeingLeft = (key: ChannelKey): boolean => this.#leaving.has(key);
    this.#server = server;
    this.#users = users;
    this.#list = list;
    this.#missing = missing;
    this.#appearance = new GuestAppearance({ ...options, isBeingLeft }, { list, users, missing });
    this.#mishaps = new GuestMishaps({ ...options, write }, { users, server, missing, dirty: list.dirty });
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

  /** While it is held nobody comes, goes or is called otherwise: what is told gathers. Who is killed or kicked here goes all the same. */
  hold(held: boolean): void {
    this.#isHeld = held;
    this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** By id or nick; null: it is none. */
  shown(who: string): ShownUser | null {
    return this.#users.shown(who);
  }

  /** The ircd has a channel of that name now, or none, or another. */
  channelChanged(key: ChannelKey): void {
    const channel = this.#options.shadow.channels.get(key);
    for (const guest of this.#list.in(key)) {
      // What became of a channel that ended is another one's: there they are not.
      const hasLeft = channel === undefined && guest.user?.joined.delete(key) === true;
      if (hasLeft && !this.#isHeld) this.#write([partLine(guest.user!.id, key)]);
      this.#list.dirty.add(guest);
    }
    this.#schedule();
  }

  /** The channel is to end: nobody is kept in it by guests. */
  leave(key: ChannelKey): void {
    const channel = this.#options.shadow.channels.get(key);
    if (channel === undefined || this.#isHeld) return;
    const round = this.#newRound();
    for (const guest of this.#list.in(key)) if (guest.user !== null) round.part(guest.user, channel);
    this.#endRound(round);
  }

  /** Takes what concerns guests only; null: it does not. */
  heard(fact: IrcdFact): readonly IrcdEvent[] | null {
    if (fact.kind === 'server') this.#server.otherCame(fact);
    if (fact.kind === 'server-gone') this.#server.otherWent(fact.id);
    const events = this.#mishaps.heard(fact);
    if (events !== null) this.#schedule();
    return events;
  }

  #schedule(waitMs = 0): void {
    if (this.#timer !== null || this.#isStopped || this.#isHeld) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#round();
    }, waitMs);
  }

  /** Shows what is due, as far as the pace allows. */
  #round(): void {
    if (this.#isHeld) return;
    const { pacer } = this.#options;
    const waitMs = pacer.waitMs(Date.now());
    if (waitMs > 0) {
      this.#schedule(Math.max(waitMs, WAIT_MS_MIN));
      return;
    }
    const { dirty } = this.#list;
    const round = this.#newRound();
    for (const guest of [...dirty].slice(0, ROUND_GUESTS_MAX)) {
      dirty.delete(guest);
      this.#appearance.show(guest, round);
    }
    this.#endRound(round);
    this.#missing.tell(this.#users.count, this.#users.missingReason);
    if (dirty.size > 0) this.#schedule();
  }

  #newRound(): GuestRound {
    return new GuestRound(this.#options.shadow.nicks());
  }

  #endRound(round: GuestRound): void {
    const { shadow, ircd, writer, onEvents } = this.#options;
    this.#write(round.lines(ircd, this.#server.server));
    for (const nick of round.freed) this.#users.free(nick);
    if (round.isQuiet) return;
    const { left } = round;
    for (const key of left.keys()) this.#leaving.set(key, (this.#leaving.get(key) ?? 0) + 1);
    writer.barrier(() => {
      for (const [key, count] of round.settle()) shadow.guestsCame(key, count);
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

  #write(lines: readonly string[]): void {
    this.#options.pacer.spend(NO_CHANNEL, lines.length, Date.now());
    this.#options.writer.write(lines);
  }
}
