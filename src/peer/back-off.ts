/** Bounds of the delay before a retry, in milliseconds. */
export interface BackOffOptions {
  /** Bound of the first delay; it doubles with each retry. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Quick enough that a restarted peer is back at once, slow enough that a dead one costs nothing. */
export const dialBackOff: BackOffOptions = { firstMs: 500, lastMs: 60_000 };

/**
 * Exponential back-off with full jitter: the n-th delay is uniform in [0, min(lastMs, firstMs · 2ⁿ)), so the sidecars of
 * a network that lost each other at the same moment do not dial at the same moment.
 */
export class BackOff {
  readonly #random: () => number;
  readonly #options: BackOffOptions;
  #boundMs: number;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number, options: BackOffOptions = dialBackOff) {
    this.#random = random;
    this.#options = options;
    this.#boundMs = options.firstMs;
  }

  /** The delay before the next retry in whole milliseconds. */
  next(): number {
    const delayMs = Math.floor(this.#random() * this.#boundMs);
    this.#boundMs = Math.min(this.#options.lastMs, this.#boundMs * 2);
    return delayMs;
  }

  /** The next delay is a first one again. */
  reset(): void {
    this.#boundMs = this.#options.firstMs;
  }
}
