/** Bounds of the delay before a retry, in milliseconds. */
export interface BackOffOptions {
  /** Bound of the first delay; it doubles with each retry. */
  readonly firstMs: number;
  /** Bound of every delay. */
  readonly lastMs: number;
}

/**
 * Exponential back-off with full jitter: the n-th delay is uniform in [0, min(lastMs, firstMs · 2ⁿ)), so that those who
 * lost something at the same moment do not come back to it at the same moment.
 */
export class BackOff {
  readonly #random: () => number;
  readonly #options: BackOffOptions;
  #boundMs: number;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number, options: BackOffOptions) {
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

  /** The longest delay, in milliseconds: for failures that only somebody else can end. */
  get longest(): number {
    return this.#options.lastMs;
  }

  /** The next delay is a first one again. */
  reset(): void {
    this.#boundMs = this.#options.firstMs;
  }
}
