import type { ServerName } from './identity.ts';
import { nextStamp, type Stamp } from './stamp.ts';

/**
 * Issues this server's stamps (a hybrid logical clock, Kulkarni et al. 2014): each is above every stamp issued or observed
 * before, and its milliseconds follow the wall clock, which the caller reads.
 */
export class HybridClock {
  readonly #server: ServerName;
  #ms: number;
  #counter: number;

  /** `last` is the latest stamp that was issued or observed before, from the store. */
  constructor(server: ServerName, last: { ms: number; counter: number } = { ms: 0, counter: 0 }) {
    this.#server = server;
    this.#ms = last.ms;
    this.#counter = last.counter;
  }

  /** The stamp of a write that happens now. */
  issue(wallMs: number): Stamp {
    if (wallMs > this.#ms) {
      this.#ms = wallMs;
      this.#counter = 0;
    } else {
      ({ ms: this.#ms, counter: this.#counter } = nextStamp(this.last()));
    }
    return this.last();
  }

  /** Takes note of another server's stamp, so that whoever has seen a write writes above it. */
  observe(stamp: Stamp): void {
    if (stamp.ms > this.#ms) {
      this.#ms = stamp.ms;
      this.#counter = stamp.counter;
    } else if (stamp.ms === this.#ms && stamp.counter > this.#counter) {
      this.#counter = stamp.counter;
    }
  }

  /** The latest stamp issued or observed, as this server's. */
  last(): Stamp {
    return { ms: this.#ms, counter: this.#counter, server: this.#server };
  }
}
