import type { CancelTimer, Timers } from './timers.ts';

export interface Refused {
  readonly address: string;
  readonly reason: string;
}

/** More than a few refusals at a time come from a flood, and whoever floods the port must not flood the log as well. */
export const reportsPerWindowMax = 20;
export const reportWindowMs = 10_000;

/** Passes refusals on, up to a number in each window; the others are summed up at its end. */
export class RefusalReports {
  readonly #report: (refused: Refused) => void;
  readonly #timers: Timers;
  #count = 0;
  #cancelWindow: CancelTimer = () => {};

  constructor(report: (refused: Refused) => void, timers: Timers) {
    this.#report = report;
    this.#timers = timers;
  }

  add(refused: Refused): void {
    if (this.#count === 0) this.#cancelWindow = this.#timers.after(reportWindowMs, () => this.#endWindow());
    this.#count++;
    if (this.#count <= reportsPerWindowMax) this.#report(refused);
  }

  /** Says what it has not said yet. */
  stop(): void {
    this.#cancelWindow();
    this.#endWindow();
  }

  #endWindow(): void {
    const more = this.#count - reportsPerWindowMax;
    this.#count = 0;
    if (more > 0) this.#report({ address: 'several', reason: `${more} more connections were refused` });
  }
}
