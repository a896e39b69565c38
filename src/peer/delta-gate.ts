export interface DeltaGateOptions {
  /** How long changes are gathered before the first of them leaves, ms; 0: not at all. */
  readonly delayMs: number;
  /** Items that leave in a second, in the long run; 0: as many as the peer takes. */
  readonly rateMax: number;
}

export const openGate: DeltaGateOptions = { delayMs: 0, rateMax: 0 };

/**
 * When changes may leave for a peer: some time after the first of those that wait, and no more than so many a second. What
 * nobody sent for a while may leave at once, up to a second's worth.
 */
export class DeltaGate {
  readonly #options: DeltaGateOptions;
  #firstAt: number | null = null;
  #tokens: number;
  #filledAt = 0;

  constructor(options: DeltaGateOptions) {
    this.#options = options;
    this.#tokens = this.#burst;
  }

  /** Something waits. */
  changed(now: number): void {
    this.#firstAt ??= now;
  }

  /** Nothing waits. */
  emptied(): void {
    this.#firstAt = null;
  }

  /** How many items may leave now. */
  allowance(now: number): number {
    if (this.#delayLeft(now) > 0) return 0;
    this.#fill(now);
    return Math.floor(this.#tokens);
  }

  took(items: number): void {
    this.#tokens -= items;
  }

  /** ms until there is an allowance, at least 1. */
  waitMs(now: number): number {
    this.#fill(now);
    const missing = Math.max(0, 1 - this.#tokens);
    const refillMs = missing === 0 ? 0 : (missing * 1000) / this.#options.rateMax;
    return Math.max(1, Math.ceil(Math.max(this.#delayLeft(now), refillMs)));
  }

  #delayLeft(now: number): number {
    return this.#firstAt === null ? 0 : this.#firstAt + this.#options.delayMs - now;
  }

  #fill(now: number): void {
    const elapsedMs = Math.max(0, now - this.#filledAt);
    this.#filledAt = now;
    const { rateMax } = this.#options;
    const filled = rateMax === 0 ? this.#burst : this.#tokens + (elapsedMs * rateMax) / 1000;
    this.#tokens = Math.min(this.#burst, filled);
  }

  /** What may leave at once, in items. */
  get #burst(): number {
    const { rateMax } = this.#options;
    return rateMax === 0 ? Number.POSITIVE_INFINITY : Math.max(1, rateMax);
  }
}
