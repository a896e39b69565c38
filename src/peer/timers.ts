/** Where delays come from: the event loop in production, a simulated clock in tests. */
export interface Timers {
  /** Runs `callback` once, after `delayMs`, unless the returned function is called before. */
  after(delayMs: number, callback: () => void): CancelTimer;
}

export type CancelTimer = () => void;

export const systemTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
