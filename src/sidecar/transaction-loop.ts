import type { ReplicaChanges } from '../core/replica-changes.ts';
import type { ReplicaStore } from '../store/replica-store.ts';

export interface TransactionLoopDependencies {
  /** Wall clock, Unix milliseconds. */
  readonly now: () => number;
  /** Runs a function soon, after what is already waiting (`setImmediate`). */
  readonly defer: (run: () => void) => void;
  /** Hears of every batch after it is durable. */
  readonly committed: (changes: ReplicaChanges) => void;
  /** The store failed: memory is ahead of the disk, so nothing may go on. */
  readonly failed: (error: unknown) => void;
}

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
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#dependencies.defer(() => this.flush());
  }

  /** Runs what waits, now. */
  flush(): void {
    this.#scheduled = false;
    if (this.#stopped || this.#queue.length === 0) return;
    const batch = this.#queue;
    this.#queue = [];
    let changes: ReplicaChanges;
    try {
      const now = this.#dependencies.now();
      this.#store.replica.advance(now);
      for (const work of batch) work.run(now);
      changes = this.#store.commit();
    } catch (error) {
      this.#stopped = true;
      this.#dependencies.failed(error);
      return;
    }
    for (const work of batch) work.durable();
    this.#dependencies.committed(changes);
  }

  /** Runs what waits and takes no more. */
  stop(): void {
    this.flush();
    this.#stopped = true;
  }
}
