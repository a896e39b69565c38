import type { ReplicaChanges } from '../core/replica-changes.ts';
import type { ReplicaStore } from '../store/replica-store.ts';

export interface TransactionLoopDependencies {
  /** Wall clock, Unix milliseconds. */
  readonly now: () => number;
  /** Runs a function soon, after what is already waiting (`setImmediate`). */
  readonly defer: (run: () => void) => void;
  /** Milliseconds since some moment, for how long work takes. */
  readonly elapsed: () => number;
  /** Hears of every batch after it is durable. */
  readonly committed: (changes: ReplicaChanges) => void;
  /** The store failed: memory is ahead of the disk, so nothing may go on. */
  readonly failed: (error: unknown) => void;
}

/**
 * Work that was begun after so many ms of others goes into the next transaction. To store what changed and to tell of it takes
 * about three times as long as to run the work, and while that goes on nobody else is heard.
 */
const TURN_MS = 4;

interface Work {
  readonly run: (now: number) => void;
  readonly durable: () => void;
}

/**
 * The one writer of the replica. Work that arrives while the process is busy shares a transaction; acknowledgements and
 * everything that leaves for peers or host come after it is durable. Once the store failed nothing is run any more: what
 * was not acknowledged will be sent again.
 */
export class TransactionLoop {
  readonly #store: ReplicaStore;
  readonly #dependencies: TransactionLoopDependencies;
  #queue: Work[] = [];
  #scheduled = false;
  #stopped = false;

  constructor(store: ReplicaStore, dependencies: TransactionLoopDependencies) {
    this.#store = store;
    this.#dependencies = dependencies;
  }

  /** Runs `run` in the next transaction, and `durable` when that is on disk. */
  submit(run: (now: number) => void, durable: () => void = () => {}): void {
    if (this.#stopped) return;
    this.#queue.push({ run, durable });
    this.#schedule();
  }

  /** Runs what waits, now. */
  flush(): void {
    for (let waits = this.#queue.length; waits > 0 && !this.#stopped; ) waits -= this.#turn(waits);
  }

  /** Runs what waits and takes no more. */
  stop(): void {
    this.flush();
    this.#stopped = true;
  }

  #schedule(): void {
    if (this.#scheduled || this.#stopped || this.#queue.length === 0) return;
    this.#scheduled = true;
    this.#dependencies.defer(() => {
      this.#scheduled = false;
      if (!this.#stopped && this.#queue.length > 0) this.#turn(this.#queue.length);
      this.#schedule();
    });
  }

  /** One transaction, of at most `max` of what waits. Returns of how much. */
  #turn(max: number): number {
    const batch: Work[] = [];
    let changes: ReplicaChanges;
    try {
      const now = this.#dependencies.now();
      this.#store.replica.advance(now);
      this.#run(batch, max, now);
      changes = this.#store.commit();
    } catch (error) {
      this.#stopped = true;
      this.#dependencies.failed(error);
      return max;
    }
    for (const work of batch) work.durable();
    this.#dependencies.committed(changes);
    return batch.length;
  }

  /** Moves to `batch` what it runs. */
  #run(batch: Work[], max: number, now: number): void {
    const { elapsed } = this.#dependencies;
    const end = elapsed() + TURN_MS;
    do {
      const work = this.#queue.shift()!;
      batch.push(work);
      work.run(now);
    } while (batch.length < max && elapsed() < end);
  }
}
