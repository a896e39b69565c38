import type { ChannelKey } from './casemapping.ts';
import type { FieldKey } from './field.ts';

export interface FlapOptions {
  /** How often a host may undo what others wrote to one field, within the window. */
  readonly limit: number;
  readonly windowMs: number;
}

/** Once or twice may be two people; services answer every time. */
export const DEFAULT_FLAPS: FlapOptions = { limit: 5, windowMs: 60_000 };

interface Fight {
  /** When the host undid the field, Unix ms, the latest last. */
  readonly at: number[];
  left: boolean;
}

/** Beyond it the fight that was longest quiet is forgotten: it may then go on for `limit` rounds more. */
export const FIGHTS_MAX = 10_000;

/**
 * Fields that host and network set against each other, as services with a mode lock do. Beyond a limit a field is left to
 * the host: what the host sets is not written, and what the network says is not given to it, until neither has tried for the
 * length of the window. Nothing of it is stored.
 */
export class FlapGuard {
  readonly #options: FlapOptions;
  readonly #fights = new Map<ChannelKey, Map<FieldKey, Fight>>();
  #size = 0;

  constructor(options: FlapOptions) {
    this.#options = options;
  }

  /** Why a field is left to the host, for people. */
  get reason(): string {
    const { limit, windowMs } = this.#options;
    return `left to the host: it undid what the network says more than ${limit} times in ${windowMs / 1000} s`;
  }

  /** The host undid what another server wrote. True: with this the field is left to the host. */
  undone(key: ChannelKey, field: FieldKey, now: number): boolean {
    const fight = this.#fightOf(key, field);
    while (fight.at.length > 0 && !this.#isRecent(fight.at[0]!, now)) fight.at.shift();
    if (fight.left && fight.at.length === 0) fight.left = false;
    fight.at.push(now);
    if (fight.at.length <= this.#options.limit) return false;
    if (fight.at.length > this.#options.limit + 1) fight.at.shift();
    const begins = !fight.left;
    fight.left = true;
    return begins;
  }

  isLeft(key: ChannelKey, field: FieldKey, now: number): boolean {
    const fight = this.#fights.get(key)?.get(field);
    return fight?.left === true && this.#isRecent(fight.at.at(-1)!, now);
  }

  /** The fields of a channel that are left to the host. */
  *leftOf(key: ChannelKey, now: number): Generator<FieldKey> {
    for (const field of this.#fights.get(key)?.keys() ?? []) if (this.isLeft(key, field, now)) yield field;
  }

  /** A clock that was put back makes nothing last longer. */
  #isRecent(at: number, now: number): boolean {
    return at <= now && now - at < this.#options.windowMs;
  }

  /** The channel of the last fight becomes the last to be forgotten. */
  #fightOf(key: ChannelKey, field: FieldKey): Fight {
    const fights = this.#fights.get(key) ?? new Map<FieldKey, Fight>();
    this.#fights.delete(key);
    this.#fights.set(key, fights);
    const present = fights.get(field);
    if (present !== undefined) return present;
    const fight: Fight = { at: [], left: false };
    fights.set(field, fight);
    if (++this.#size > FIGHTS_MAX) this.#forgetOldest();
    return fight;
  }

  #forgetOldest(): void {
    const [key, fights] = this.#fights.entries().next().value!;
    fights.delete(fights.keys().next().value!);
    this.#size--;
    if (fights.size === 0) this.#fights.delete(key);
  }
}
