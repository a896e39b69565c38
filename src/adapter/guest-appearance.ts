import type { ChannelKey } from '../core/casemapping.ts';
import { type PrefixMode, prefixModes } from '../core/member.ts';
import type { LinkedIrcd } from './dialect.ts';
import type { Guest, GuestOnIrcd, Joined } from './guest.ts';
import type { GuestList } from './guest-list.ts';
import type { GuestRound } from './guest-round.ts';
import type { GuestUsers } from './guest-users.ts';
import type { MissingGuests } from './missing-guests.ts';
import type { Shadow } from './shadow.ts';
import { isHeld, type ShadowChannel } from './shadow-channel.ts';
import type { LineWriter } from './update-applier.ts';

export interface GuestAppearanceOptions {
  readonly ircd: Pick<LinkedIrcd, 'traits'>;
  readonly shadow: Pick<Shadow, 'channels' | 'isUnheardOf'>;
  readonly writer: Pick<LineWriter, 'now'>;
  /** Guests are leaving the channel, and the ircd has not handled it. */
  readonly isBeingLeft: (key: ChannelKey) => boolean;
}

interface GuestsAtHand {
  readonly list: GuestList;
  readonly users: GuestUsers;
  readonly missing: MissingGuests;
}

/** Makes a guest appear on the ircd as it is told to be: whether it is there, under which nick, and where with which modes. */
export class GuestAppearance {
  readonly #options: GuestAppearanceOptions;
  readonly #guests: GuestsAtHand;

  constructor(options: GuestAppearanceOptions, guests: GuestsAtHand) {
    this.#options = options;
    this.#guests = guests;
  }

  show(guest: Guest, round: GuestRound): void {
    const { list, users, missing } = this.#guests;
    const wanted = this.#wanted(guest);
    const wasMissing = missing.delete(guest);
    if (wanted.size === 0) {
      if (wasMissing && !users.isFull) missing.makeRoom(guest);
      if (guest.user !== null) this.#quit(guest, guest.user, round);
      if (guest.channels.size === 0) list.forget(guest);
      return;
    }
    const { member } = guest;
    if (guest.user !== null && (guest.user.user !== member.user || guest.user.host !== member.host)) {
      // It comes back as another once the ircd has seen it go.
      this.#quit(guest, guest.user, round);
      list.dirty.add(guest);
      return;
    }
    const user = guest.user ?? users.introduce(guest, round.taken);
    if (user === null) {
      missing.add(guest);
      return;
    }
    if (user.ofNick !== member.nick) users.follow(guest, user, round.taken);
    this.#leaveOthers(wanted, user, round);
    for (const channel of wanted.values())
      this.#beIn(channel, user, guest.channels.get(channel.key)!.modes, round);
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

  #leaveOthers(wanted: ReadonlyMap<ChannelKey, unknown>, user: GuestOnIrcd, round: GuestRound): void {
    for (const key of [...user.joined.keys()]) {
      const channel = this.#options.shadow.channels.get(key);
      if (!wanted.has(key) && channel !== undefined) round.part(user, channel);
    }
  }

  #beIn(channel: ShadowChannel, user: GuestOnIrcd, modes: readonly PrefixMode[], round: GuestRound): void {
    const known = user.joined.get(channel.key);
    if (known !== undefined) {
      round.change(channel, user, this.#letters(known.modes), this.#letters(modes));
      known.modes = modes;
      return;
    }
    // It may be ending at this moment; then another one is made in its place.
    if (this.#options.isBeingLeft(channel.key) && !isHeld(channel)) return;
    const joined: Joined = { modes, isSettled: false };
    user.joined.set(channel.key, joined);
    user.activeAt = this.#options.writer.now;
    round.join(channel, user, joined, this.#letters(modes));
  }

  #quit(guest: Guest, user: GuestOnIrcd, round: GuestRound): void {
    round.quit(user);
    this.#guests.users.remove(guest, user);
    this.#guests.missing.makeRoom(guest);
  }

  /** Those of the modes that the ircd has. */
  #letters(modes: readonly PrefixMode[]): string {
    const all = [...this.#options.ircd.traits.modes.values()];
    return prefixModes
      .filter((mode) => modes.includes(mode))
      .map((mode) => all.find(({ kind, name }) => kind === 'prefix' && name === mode)?.letter ?? '')
      .join('');
  }
}
