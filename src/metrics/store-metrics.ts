import { statSync } from 'node:fs';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { SetAsideRecord, Store, StoreChange, StoreRecord } from '../store/store.ts';
import { gauge } from './gauge.ts';

export interface StoreMetricsDependencies {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The store's file. */
  readonly path: string;
}

/** From a disk that only writes to memory to one that is about to fail. */
const COMMIT_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** Counts what is written to a store, and how long it takes. */
export class StoreMetrics {
  readonly #now: () => number;
  readonly #seconds: Histogram;
  readonly #records: Counter;
  readonly #bytes: Counter;

  constructor(registry: Registry, { now, path }: StoreMetricsDependencies) {
    this.#now = now;
    this.#seconds = new Histogram({
      name: 'cburst_store_commit_duration_seconds',
      help: 'How long a transaction takes to be durable',
      buckets: COMMIT_BUCKETS,
      registers: [registry],
    });
    this.#records = new Counter({
      name: 'cburst_store_written_records_total',
      help: 'Records written or deleted',
      registers: [registry],
    });
    this.#bytes = new Counter({
      name: 'cburst_store_written_bytes_total',
      help: 'Bytes of the values of written records',
      registers: [registry],
    });
    gauge(registry, 'store_file_bytes', "The store's file and its log", ['file'], () => [
      [{ file: 'database' }, fileBytes(path)],
      [{ file: 'log' }, fileBytes(`${path}-wal`)],
    ]);
  }

  /** The store, counted. */
  count(store: Store): Store {
    return {
      load: (): Iterable<StoreRecord> => store.load(),
      commit: (changes) => this.#commit(store, changes),
      setAside: (record: SetAsideRecord) => store.setAside(record),
      listSetAside: () => store.listSetAside(),
      checkpoint: () => store.checkpoint(),
      close: () => store.close(),
    };
  }

  #commit(store: Store, changes: readonly StoreChange[]): void {
    const startedAt = this.#now();
    store.commit(changes);
    this.#seconds.observe((this.#now() - startedAt) / 1000);
    this.#records.inc(changes.length);
    for (const { value } of changes) this.#bytes.inc(value?.length ?? 0);
  }
}

/** 0: there is none. */
function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
