/** A record that did not fit, and what became of it. It never says what the record holds. */
export interface StoreProblem {
  readonly space: string;
  /** As stored: a byte string. */
  readonly key: string;
  /** What is wrong and, where it was repaired, what was made of it; for people. */
  readonly reason: string;
  /** Size of the value that was set aside, 0: none was. */
  readonly bytes: number;
  /** `set-aside`: it counts no more and waits for review. `repaired`: it counts, as the reason says. */
  readonly outcome: 'set-aside' | 'repaired';
}
