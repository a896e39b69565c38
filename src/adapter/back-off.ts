const DELAY_MS_MIN = 250;
const DELAY_MS_MAX = 15_000;

/** Growing delays between attempts: doubled each time, with jitter so that many do not come back in step. */
export class BackOff {
  #delayMs = DELAY_MS_MIN;

  /** How long to wait before the next attempt, in milliseconds. */
  next(): number {
    const delayMs = this.#delayMs * (0.5 + Math.random() / 2);
    this.#delayMs = Math.min(this.#delayMs * 2, DELAY_MS_MAX);
    return delayMs;
  }

  /** The longest delay: for failures that only somebody else can end. */
  longest(): number {
    return DELAY_MS_MAX;
  }

  /** What was attempted works. */
  reset(): void {
    this.#delayMs = DELAY_MS_MIN;
  }
}
