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

export interface DiskOptions {
  /** Simulated milliseconds. */
  readonly now: () => number;
  /** True: the disk keeps the last transactions in a cache that a loss of power empties. */
  readonly lies: boolean;
  /** An older state than this, in milliseconds, is never put back: neither by a loss of power nor from a backup. */
  readonly goesBackMsMax: number;
}

const HONEST: DiskOptions = { now: () => 0, lies: false, goesBackMsMax: 0 };

/** The disk of a machine: outlives the processes that use it. A dead one changes nothing any more. */
export class Disk {
  /** Set aside because they made no sense: none may ever be. */
  readonly problems: string[] = [];
  readonly #options: DiskOptions;
  #records = new RecordMap<StoreRecord>();
  /** What the last transactions replaced, the oldest first. */
  #undo: { readonly atMs: number; readonly changes: readonly StoreChange[] }[] = [];
  #backup: { readonly atMs: number; readonly records: readonly StoreRecord[] } | null = null;

  constructor(options = HONEST) {
    this.#options = options;
  }

  get hasBackup(): boolean {
    return this.#backup !== null && this.#mayGoBackTo(this.#backup.atMs);
  }

  get unsynced(): number {
    return this.#undo.filter(({ atMs }) => this.#mayGoBackTo(atMs)).length;
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
    for (let lost = Math.min(transactions, this.unsynced); lost > 0; lost--) {
      for (const { space, key, value } of this.#undo.pop()!.changes) {
        if (value === null) this.#records.delete({ space, key });
        else this.#records.set({ space, key }, { space, key, value });
      }
    }
    this.#undo = [];
  }

  takeBackup(): void {
    this.#backup = { atMs: this.#options.now(), records: [...this.#records.values()].map(copyOf) };
  }

  restoreBackup(): void {
    if (this.#backup === null) return;
    this.#records = new RecordMap();
    for (const record of this.#backup.records) this.#records.set(record, copyOf(record));
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

  #mayGoBackTo(atMs: number): boolean {
    const { now, goesBackMsMax } = this.#options;
    return now() - atMs <= goesBackMsMax;
  }

  #commit(user: DiskUser, changes: readonly StoreChange[]): void {
    const last = [...lastChanges(changes).values()];
    const spaces = new Set(last.map(({ space }) => space));
    for (const space of spaces) if (user.alive) user.reach(`before a commit with ${space}`);
    if (!user.alive) return;
    const { lies, now } = this.#options;
    const undo: StoreChange[] = [];
    for (const { space, key, value } of last) {
      if (lies) undo.push({ space, key, value: this.#records.get({ space, key })?.value ?? null });
      if (value === null) this.#records.delete({ space, key });
      else this.#records.set({ space, key }, copyOf({ space, key, value }));
    }
    if (lies) this.#undo.push({ atMs: now(), changes: undo });
    if (this.#undo.length > UNSYNCED_MAX) this.#undo.shift();
    for (const space of spaces) if (user.alive) user.reach(`after a commit with ${space}`);
  }
}

/** Nobody changes a stored value by changing a buffer. */
function copyOf({ space, key, value }: StoreRecord): StoreRecord {
  return { space, key, value: Uint8Array.from(value) };
}
