import { lastChanges } from './last-changes.ts';
import { RecordMap } from './record-map.ts';
import { type SetAsideRecord, type Store, type StoreChange, StoreError, type StoreRecord } from './store.ts';

/** A store that lasts as long as its object: the twin of the SQLite one, for tests and simulations. */
export class MemoryStore implements Store {
  readonly #records = new RecordMap<StoreRecord>();
  readonly #setAside: SetAsideRecord[] = [];
  #closed = false;

  load(): Iterable<StoreRecord> {
    this.#assertOpen();
    return Array.from(this.#records.values(), copyOf);
  }

  commit(changes: readonly StoreChange[]): void {
    this.#assertOpen();
    for (const { space, key, value } of lastChanges(changes).values()) {
      if (value === null) this.#records.delete({ space, key });
      else this.#records.set({ space, key }, copyOf({ space, key, value }));
    }
  }

  setAside(record: SetAsideRecord): void {
    this.#assertOpen();
    lastChanges([record]);
    this.#records.delete(record);
    this.#setAside.push({ ...copyOf(record), reason: record.reason });
  }

  listSetAside(): Iterable<SetAsideRecord> {
    this.#assertOpen();
    return this.#setAside.map((record) => ({ ...copyOf(record), reason: record.reason }));
  }

  checkpoint(): void {
    this.#assertOpen();
  }

  close(): void {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreError('closed', 'the store was used after it was closed');
  }
}

/** Copied on the way in and out, as a disk does: nobody changes a stored value by changing a buffer. */
function copyOf({ space, key, value }: StoreRecord): StoreRecord {
  return { space, key, value: Uint8Array.from(value) };
}
