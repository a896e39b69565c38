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
  /** To what the host sets the field back, each time. */
  value: string;
  /** When the host did so, Unix ms, the latest last. */
  at: number[];
  /** How long the host keeps the field once it is left to it. */
  quietMs: number;
  /** The host keeps the field until then; null: it does not. */
  leftUntil: number | null;
}

/** Beyond it the fight that was longest quiet is forgotten: it may then go on for `limit` rounds more. */
export const FIGHTS_MAX = 10_000;

/** Two that never agree are tried no seldomer than this. */
const QUIET_MS_MAX = 24 * 3600 * 1000;

/**
 * Fields that a host sets back to the same value each time others write to them, as services with a mode lock do. Beyond a
 * limit such a field is left to the host: what the host sets is not written, and what the network says is not given to it.
 * When the host has let it rest for the length of the window it is given the network's value again; where it undoes that at
 * once, the field is its own for twice as long as before. Nothing of it is stored.
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

  /** The host undid what another server wrote, and set the field to `value`. True: with this it is left to the host. */
  undone(key: ChannelKey, field: FieldKey, value: string, now: number): boolean {
    const fight = this.#fightOf(key, field);
    if (fight.value !== value) Object.assign(fight, { value, at: [] });
    fight.at = [...fight.at.filter((at) => this.#isRecent(at, now)), now].slice(-this.#options.limit - 1);
    if (isLeft(fight, now)) {
      fight.leftUntil = now + fight.quietMs;
      return false;
    }
    const again = fight.leftUntil !== null && Math.abs(now - fight.leftUntil) < fight.quietMs;
    if (!again && fight.at.length <= this.#options.limit) return false;
    fight.quietMs = again ? Math.min(2 * fight.quietMs, QUIET_MS_MAX) : this.#options.windowMs;
    fight.leftUntil = now + fight.quietMs;
    return true;
  }

  /** The fields of a channel that are left to the host. */
  *leftOf(key: ChannelKey, now: number): Generator<FieldKey> {
    for (const [field, fight] of this.#fights.get(key) ?? []) if (isLeft(fight, now)) yield field;
  }

  /** Channels with fields that are the host's no more since `before`: they are to be given to it again. */
  *restored(before: number, now: number): Generator<ChannelKey> {
    for (const [key, fights] of this.#fights) {
      const isOver = ({ leftUntil }: Fight) => leftUntil !== null && before < leftUntil && leftUntil <= now;
      if (fights.values().some(isOver)) yield key;
    }
  }

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
    const fight: Fight = { value: '', at: [], quietMs: this.#options.windowMs, leftUntil: null };
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

/** A clock that was put back makes nothing last longer. */
function isLeft({ leftUntil, quietMs }: Fight, now: number): boolean {
  return leftUntil !== null && now < leftUntil && leftUntil - now < 2 * quietMs;
}
