import { lastChanges } from '../../src/store/last-changes.ts';
import { RecordMap } from '../../src/store/record-map.ts';
import type { SetAsideRecord, Store, StoreChange, StoreRecord } from '../../src/store/store.ts';

/** What a process does on its disk. */
export interface DiskUser {
  readonly alive: boolean;
  reach(point: string): void;
}

/** Transactions of a disk that says "written" too early, which a loss of power can take back. */
const UNSYNCED_MAX = 20;

/** The disk of a machine: outlives the processes that use it. A dead one changes nothing any more. */
export class Disk {
  /** Set aside because they made no sense: none may ever be. */
  readonly problems: string[] = [];
  /** True: the disk keeps the last transactions in a cache that a loss of power empties. */
  lies = false;
  #records = new RecordMap<StoreRecord>();
  /** What the last transactions replaced, the oldest first. */
  #undo: StoreChange[][] = [];
  #backup: StoreRecord[] | null = null;

  get hasBackup(): boolean {
    return this.#backup !== null;
  }

  get unsynced(): number {
    return this.#undo.length;
  }

  open(user: DiskUser): Store {
    return {
      load: () => {
        user.reach('before loading the store');
        const records = [...this.#records.values()].map(copyOf);
        user.reach('after loading the store');
        return records;
      },
      commit: (changes) => this.#commit(user, changes),
      setAside: (record: SetAsideRecord) => {
        this.problems.push(`a record in ${record.space} was set aside: ${record.reason}`);
        this.#records.delete(record);
      },
      listSetAside: () => [],
      checkpoint: () => {},
      close: () => {},
    };
  }

  /** Takes back up to so many of the last transactions. */
  losePower(transactions: number): void {
    for (let lost = 0; lost < transactions; lost++) {
      for (const { space, key, value } of this.#undo.pop() ?? []) {
        if (value === null) this.#records.delete({ space, key });
        else this.#records.set({ space, key }, { space, key, value });
      }
    }
    this.#undo = [];
  }

  takeBackup(): void {
    this.#backup = [...this.#records.values()].map(copyOf);
  }

  restoreBackup(): void {
    if (this.#backup === null) return;
    this.#records = new RecordMap();
    for (const record of this.#backup) this.#records.set(record, copyOf(record));
    this.#undo = [];
  }

  /** Everything is as on the other disk. */
  copyFrom(other: Disk): void {
    this.#records = new RecordMap();
    for (const record of other.#records.values()) this.#records.set(record, copyOf(record));
    this.#undo = [];
  }

  erase(): void {
    this.#records = new RecordMap();
    this.#undo = [];
  }

  #commit(user: DiskUser, changes: readonly StoreChange[]): void {
    const last = [...lastChanges(changes).values()];
    const spaces = new Set(last.map(({ space }) => space));
    for (const space of spaces) if (user.alive) user.reach(`before a commit with ${space}`);
    if (!user.alive) return;
    const undo: StoreChange[] = [];
    for (const { space, key, value } of last) {
      if (this.lies) undo.push({ space, key, value: this.#records.get({ space, key })?.value ?? null });
      if (value === null) this.#records.delete({ space, key });
      else this.#records.set({ space, key }, copyOf({ space, key, value }));
    }
    if (this.lies) this.#undo.push(undo);
    if (this.#undo.length > UNSYNCED_MAX) this.#undo.shift();
    for (const space of spaces) if (user.alive) user.reach(`after a commit with ${space}`);
  }
}

/** Nobody changes a stored value by changing a buffer. */
function copyOf({ space, key, value }: StoreRecord): StoreRecord {
  return { space, key, value: Uint8Array.from(value) };
}
