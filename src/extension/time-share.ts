/** What an extension may take of the process's time: it is one thread, and whatever takes long keeps everything waiting. */
export const TIME_SHARE_MAX = 0.2;
/** So much it may have taken beyond its share: the work of a burst comes at once. */
export const OVERDRAFT_MS_MAX = 2000;

/** Counts what an extension takes of the time. Once it is overdrawn it rests until the rest of the process has had its share. */
export class TimeShare {
  readonly #now: () => number;
  #overdraftMs = 0;
  #countedAt = 0;
  #rests = false;

  /** `now`: milliseconds of a clock that only goes forward. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get rests(): boolean {
    if (!this.#rests) return false;
    this.#count();
    this.#rests = this.#overdraftMs > 0;
    return this.#rests;
  }

  /** Runs `run` and counts it. `overdrawn` is called when the extension rests from here on, with for how long. */
  spend<T>(run: () => T, overdrawn: (restMs: number) => void): T {
    const begun = this.#now();
    try {
      return run();
    } finally {
      this.#count();
      this.#overdraftMs += this.#now() - begun;
      if (!this.#rests && this.#overdraftMs > OVERDRAFT_MS_MAX) {
        this.#rests = true;
        overdrawn(this.#overdraftMs / TIME_SHARE_MAX);
      }
    }
  }

  #count(): void {
    const now = this.#now();
    this.#overdraftMs = Math.max(0, this.#overdraftMs - (now - this.#countedAt) * TIME_SHARE_MAX);
    this.#countedAt = now;
  }
}
