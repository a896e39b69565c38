import type { Logger } from 'pino';
import type { Guest } from './guest.ts';

export interface GuestCount {
  readonly shown: number;
  readonly missing: number;
  readonly reason: string;
}

export interface MissingGuestOptions {
  readonly log: Logger;
  /** So many are shown, and so many should be and are not. */
  readonly onCount: (count: GuestCount) => void;
}

/** Guests that should be shown and are not: for want of room, of a nick or of their server. */
export class MissingGuests {
  readonly #options: MissingGuestOptions;
  readonly #dirty: Set<Guest>;
  readonly #guests = new Set<Guest>();
  #told: Pick<GuestCount, 'shown' | 'missing'> = { shown: -1, missing: 0 };

  /** `dirty`: whose appearance has to be looked at again. */
  constructor(options: MissingGuestOptions, dirty: Set<Guest>) {
    this.#options = options;
    this.#dirty = dirty;
  }

  add(guest: Guest): void {
    this.#guests.add(guest);
  }

  /** Returns whether it was among them. */
  delete(guest: Guest): boolean {
    return this.#guests.delete(guest);
  }

  /** There is room for one of them that is not `left`. */
  makeRoom(left: Guest): void {
    for (const waiting of this.#guests) {
      if (waiting === left) continue;
      this.#dirty.add(waiting);
      return;
    }
  }

  /** Tells how many there are, where that is news. */
  tell(shown: number, reason: string): void {
    const { log, onCount } = this.#options;
    for (const guest of this.#guests) if (guest.channels.size === 0) this.#guests.delete(guest);
    const missing = this.#guests.size;
    const before = this.#told;
    if (before.shown === shown && before.missing === missing) return;
    this.#told = { shown, missing };
    if (missing > 0 && before.missing === 0) log.warn({ shown, missing }, `members elsewhere: ${reason}`);
    onCount({ shown, missing, reason: missing === 0 ? '' : reason });
  }
}
