import type { CancelTimer, Timers } from './timers.ts';

/** More than a few at a time come from a flood, and whoever floods a port or a link must not flood the log as well. */
export const reportsPerWindowMax = 20;
export const reportWindowMs = 10_000;

/** Passes reports on, up to a number in each window; how many more there were is told at its end. */
export class LimitedReports {
  readonly #more: (count: number) => void;
  readonly #timers: Timers;
  #count = 0;
  #cancelWindow: CancelTimer = () => {};

  constructor(more: (count: number) => void, timers: Timers) {
    this.#more = more;
    this.#timers = timers;
  }

  add(report: () => void): void {
    if (this.#count === 0) this.#cancelWindow = this.#timers.after(reportWindowMs, () => this.#endWindow());
    this.#count++;
    if (this.#count <= reportsPerWindowMax) report();
  }

  /** Says what it has not said yet. */
  stop(): void {
    this.#cancelWindow();
    this.#endWindow();
  }

  #endWindow(): void {
    const more = this.#count - reportsPerWindowMax;
    this.#count = 0;
    if (more > 0) this.#more(more);
  }
}
