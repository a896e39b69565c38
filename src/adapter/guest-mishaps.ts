import type { Logger } from 'pino';
import type { ChannelKey } from '../core/casemapping.ts';
import { displayText } from '../core/irc-text.ts';
import type { BroughtServer } from './brought-server.ts';
import type { Guest, GuestOnIrcd } from './guest.ts';
import type { GuestUsers } from './guest-users.ts';
import { partLine, quitLine } from './guest-writer.ts';
import type { FactOf, IrcdFact } from './ircd-facts.ts';
import type { IrcdEvent } from './ircd-messages.ts';
import type { MissingGuests } from './missing-guests.ts';
import type { Shadow } from './shadow.ts';

export interface GuestMishapOptions {
  readonly shadow: Pick<Shadow, 'key' | 'nicks' | 'guestsLeft'>;
  readonly write: (lines: readonly string[]) => void;
  readonly log: Logger;
}

interface GuestsAtHand {
  readonly users: GuestUsers;
  readonly server: BroughtServer;
  readonly missing: MissingGuests;
  /** Whose appearance has to be looked at again. */
  readonly dirty: Set<Guest>;
}

/** What people and services of the native network do to guests: kick, kill, rename them, or split off their server. */
export class GuestMishaps {
  readonly #options: GuestMishapOptions;
  readonly #guests: GuestsAtHand;

  constructor(options: GuestMishapOptions, guests: GuestsAtHand) {
    this.#options = options;
    this.#guests = guests;
  }

  /** What follows from it; null: it concerns no guest. */
  heard(fact: IrcdFact): readonly IrcdEvent[] | null {
    switch (fact.kind) {
      case 'server-gone':
        return fact.id === this.#guests.server.server?.id ? this.#splitOff() : null;
      case 'leave':
        return this.#ofGuest(fact.user, (guest, user) => this.#kicked(fact, guest, user));
      case 'user-gone':
        return this.#ofGuest(fact.id, (guest, user) => this.#killed(fact, guest, user));
      case 'user-changed':
        return this.#ofGuest(fact.id, (guest, user) => this.#renamed(fact, guest, user));
      default:
        return null;
    }
  }

  #ofGuest(
    id: string,
    take: (guest: Guest, user: GuestOnIrcd) => readonly IrcdEvent[],
  ): readonly IrcdEvent[] | null {
    const guest = this.#guests.users.of(id);
    return guest?.user == null ? null : take(guest, guest.user);
  }

  #kicked({ name, isWish }: FactOf<'leave'>, guest: Guest, user: GuestOnIrcd): readonly IrcdEvent[] {
    const { shadow, write } = this.#options;
    const key = shadow.key(name);
    const joined = user.joined.get(key);
    if (joined === undefined) return [];
    if (isWish) write([partLine(user.id, name)]);
    guest.keptOut.add(key);
    user.joined.delete(key);
    // It may have been its last one.
    this.#guests.dirty.add(guest);
    return shadow.guestsLeft(key, joined.isSettled ? 1 : 0);
  }

  #killed(
    { isCollision = false, isWish }: FactOf<'user-gone'>,
    guest: Guest,
    user: GuestOnIrcd,
  ): IrcdEvent[] {
    const { users, missing, dirty } = this.#guests;
    if (isWish) this.#options.write([quitLine(user.id)]);
    users.remove(guest, user);
    users.free(user.nick);
    missing.makeRoom(guest);
    // Under the suffix, too, it is killed: then somebody means it.
    guest.isAway = !isCollision || guest.needsSuffix;
    guest.needsSuffix ||= isCollision;
    const about = { nick: displayText(user.nick), server: guest.server };
    if (guest.isAway) this.#options.log.info(about, 'a member of another server was killed here');
    dirty.add(guest);
    return this.#gone([user]);
  }

  #renamed({ nick, isWish }: FactOf<'user-changed'>, guest: Guest, user: GuestOnIrcd): IrcdEvent[] {
    const { users, dirty } = this.#guests;
    if (nick === undefined) return [];
    if (isWish) {
      users.obey(guest, user, nick, this.#options.shadow.nicks());
      return [];
    }
    // The ircd took its nick away: it is asked to take the one with the suffix.
    users.renamed(guest, user, nick);
    if (!guest.needsSuffix) user.ofNick = '';
    guest.needsSuffix = true;
    dirty.add(guest);
    return [];
  }

  #splitOff(): IrcdEvent[] {
    const { users, server, dirty } = this.#guests;
    server.splitOff();
    const all = users.clear();
    for (const { guest } of all) dirty.add(guest);
    const next = 'they are shown again when the adapter links again';
    this.#options.log.warn({ guests: all.length, next }, 'the server of guests was split off here');
    return this.#gone(all.map(({ user }) => user));
  }

  /** They are in no channel any more. */
  #gone(users: readonly GuestOnIrcd[]): IrcdEvent[] {
    const left = new Map<ChannelKey, number>();
    for (const { joined } of users)
      for (const [key, { isSettled }] of joined) left.set(key, (left.get(key) ?? 0) + (isSettled ? 1 : 0));
    return [...left].flatMap(([key, count]) => this.#options.shadow.guestsLeft(key, count));
  }
}
