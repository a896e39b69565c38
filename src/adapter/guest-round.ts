import type { ChannelKey } from '../core/casemapping.ts';
import type { NickKey } from '../core/member.ts';
import type { LinkedIrcd } from './dialect.ts';
import type { GuestOnIrcd, Joined } from './guest.ts';
import type { GuestServer } from './guest-server.ts';
import { type GuestJoin, partLine, quitLine } from './guest-writer.ts';
import type { LetterChange } from './mode-lines.ts';
import type { ShadowChannel } from './shadow-channel.ts';

interface Joining extends GuestJoin {
  readonly user: GuestOnIrcd;
  readonly joined: Joined;
}

/**
 * What guests do at one time, channel by channel. Who comes is told before others leave: a channel must not end between.
 */
export class GuestRound {
  /** Nicks of the native network's users, and of services that are away. */
  readonly taken: ReadonlySet<NickKey>;
  /** Nicks that are free once the lines are written. */
  readonly freed: string[] = [];
  /** How many guests that were known to be in the channel leave it. */
  readonly left = new Map<ChannelKey, number>();
  readonly #joins = new Map<ShadowChannel, Joining[]>();
  readonly #changes = new Map<ShadowChannel, LetterChange[]>();
  readonly #farewells: string[] = [];

  constructor(taken: ReadonlySet<NickKey>) {
    this.taken = taken;
  }

  /** Nobody's presence is another after the lines. */
  get isQuiet(): boolean {
    return this.#joins.size === 0 && this.left.size === 0;
  }

  join(channel: ShadowChannel, user: GuestOnIrcd, joined: Joined, letters: string): void {
    const joining = this.#joins.get(channel) ?? [];
    this.#joins.set(channel, joining);
    joining.push({ id: user.id, letters, user, joined });
  }

  /** Its modes in a channel that it is in are others. */
  change(channel: ShadowChannel, { id }: GuestOnIrcd, before: string, after: string): void {
    const letters = this.#changes.get(channel) ?? [];
    for (const letter of after) if (!before.includes(letter)) letters.push(change(true, letter, id));
    for (const letter of before) if (!after.includes(letter)) letters.push(change(false, letter, id));
    if (letters.length > 0) this.#changes.set(channel, letters);
  }

  part(user: GuestOnIrcd, { key, name }: ShadowChannel): void {
    const joined = user.joined.get(key);
    if (joined === undefined) return;
    user.joined.delete(key);
    this.#farewells.push(partLine(user.id, name));
    this.#hasLeft(key, joined);
  }

  quit({ id, nick, joined }: GuestOnIrcd): void {
    this.#farewells.push(quitLine(id));
    this.freed.push(nick);
    for (const [key, channel] of joined) this.#hasLeft(key, channel);
  }

  /** `server`: where all who join are. */
  lines({ guests, writer }: Pick<LinkedIrcd, 'guests' | 'writer'>, server: GuestServer | null): string[] {
    const lines: string[] = [];
    if (server !== null)
      for (const [channel, joining] of this.#joins) lines.push(...guests.join(server, channel, joining));
    for (const [channel, letters] of this.#changes) lines.push(...writer.change(channel, letters));
    return [...lines, ...this.#farewells];
  }

  /** The ircd has let them in: how many are there now in each channel. Some may have left again, or been killed. */
  settle(): [ChannelKey, number][] {
    return [...this.#joins].map(([{ key }, joining]) => {
      const there = joining.filter(({ user, joined }) => user.joined.get(key) === joined);
      for (const { joined } of there) joined.isSettled = true;
      return [key, there.length];
    });
  }

  #hasLeft(key: ChannelKey, { isSettled }: Joined): void {
    this.left.set(key, (this.left.get(key) ?? 0) + (isSettled ? 1 : 0));
  }
}

function change(adding: boolean, letter: string, id: string): LetterChange {
  return { adding, letter, parameter: id };
}
