import type { Timers } from '../../src/peer/timers.ts';

/** A clock that a test moves. */
export class ManualTimers implements Timers {
  #nowMs = 0;
  readonly #pending = new Set<{ atMs: number; callback: () => void }>();

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#pending.add(timer);
    return () => this.#pending.delete(timer);
  }

  /** Until when each pending timer waits, from now, shortest first. */
  get delays(): number[] {
    return [...this.#pending].map(({ atMs }) => atMs - this.#nowMs).sort((a, b) => a - b);
  }

  /** Runs what falls due meanwhile, in the order of its time. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    for (let next = this.#next(untilMs); next !== null; next = this.#next(untilMs)) {
      this.#nowMs = next.atMs;
      this.#pending.delete(next);
      next.callback();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number) {
    const due = [...this.#pending].filter(({ atMs }) => atMs <= untilMs);
    return due.sort((a, b) => a.atMs - b.atMs)[0] ?? null;
  }
}
