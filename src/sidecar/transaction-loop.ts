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

/**
 * When work has to be on disk: before anybody hears of it, or with the next transaction, because what a crash leaves then is
 * what it would have left a moment earlier.
 */
export type Durability = 'first' | 'later';

interface Work {
  readonly run: (now: number) => void;
  readonly durable: () => void;
  readonly durability: Durability;
}

/**
 * The one writer of the replica. Work that arrives while the process is busy shares a transaction; acknowledgements and
 * everything that leaves for peers or host come after it is durable. Work that may be durable later waits for a transaction that
 * other work needs: whoever submits something every so often bounds that wait. Once the store failed nothing is run any more: what
 * was not acknowledged will be sent again.
 */
export class TransactionLoop {
  readonly #store: ReplicaStore;
  readonly #dependencies: TransactionLoopDependencies;
  #queue: Work[] = [];
  #scheduled = false;
  /** Work was run that is not on disk. */
  #owes = false;
  #stopped = false;

  constructor(store: ReplicaStore, dependencies: TransactionLoopDependencies) {
    this.#store = store;
    this.#dependencies = dependencies;
  }

  /**
   * Runs `run` in the next transaction, and `durable` when that is on disk; with `later` as soon as it was run. Such work may
   * change nothing that others hear of when it is committed.
   */
  submit(run: (now: number) => void, durable: () => void = () => {}, durability: Durability = 'first'): void {
    if (this.#stopped) return;
    this.#queue.push({ run, durable, durability });
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
    this.#owes = batch.every(({ durability }) => durability === 'later');
    let changes: ReplicaChanges | null = null;
    try {
      const now = this.#dependencies.now();
      this.#store.replica.advance(now);
      for (const work of batch) work.run(now);
      if (!this.#owes) changes = this.#store.commit();
    } catch (error) {
      this.#stopped = true;
      this.#dependencies.failed(error);
      return;
    }
    for (const work of batch) work.durable();
    if (changes !== null) this.#dependencies.committed(changes);
  }

  /** Runs what waits and takes no more. */
  stop(): void {
    this.flush();
    if (this.#owes) this.submit(() => {});
    this.flush();
    this.#stopped = true;
  }
}
