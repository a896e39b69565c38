import { resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { lastChanges } from './last-changes.ts';
import { migrations } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import { PageIndex, type PageUse, type Retirement } from './page-index.ts';
import { RecordMap } from './record-map.ts';
import { decodePage, encodePages, type Frame, type PageRecord } from './record-page-codec.ts';
import { type Mark, type Repairs, recoverPages } from './recover-pages.ts';
import { storeErrorFrom } from './sqlite-error.ts';
import { type SetAsideRecord, type Store, type StoreChange, StoreError, type StoreRecord } from './store.ts';

/**
 * Opens or creates the store file at `path`; its directory must exist. Records that are damaged in the file are set aside
 * now, their neighbours stay.
 *
 * Each commit appends its records as new pages and marks what they replace as dead, in one transaction. At most half of a
 * page is ever dead: a page above that is rewritten by the commit that takes it there. So pages take at most twice the
 * bytes of the live records, and a commit rewrites at most as many bytes as were replaced before. The file itself keeps
 * its largest size; free space in it is used again.
 */
export function openSqliteStore(path: string, steps: Readonly<Record<number, string>> = migrations): Store {
  const file = resolve(path);
  let database: Database.Database | undefined;
  try {
    database = openDatabase(file, steps);
    return new SqliteStore(database, file);
  } catch (error) {
    database?.close();
    throw storeErrorFrom(error, file);
  }
}

interface WrittenPage {
  readonly page: PageUse;
  readonly records: readonly StoreRecord[];
  readonly frames: readonly Frame[];
}

class SqliteStore implements Store {
  readonly #database: Database.Database;
  readonly #path: string;
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #index = new PageIndex();
  /**
   * What was read when the store was opened, for who asks first: pages are decoded and proven once. Null: it was asked for, or
   * something was written since.
   */
  #recovered: readonly StoreRecord[] | null;

  constructor(database: Database.Database, path: string) {
    this.#database = database;
    this.#path = path;
    this.#statements = prepareStatements(database);
    const { repairs, records } = recoverPages(
      this.#index,
      this.#statements.allPages.iterate(),
      this.#statements.allDead.all(),
    );
    this.#recovered = repairs === null ? records : null;
    if (repairs !== null) this.#apply(new RecordMap(), repairs);
  }

  load(): Iterable<StoreRecord> {
    return this.#guard(() => {
      const recovered = this.#recovered;
      this.#recovered = null;
      return recovered ?? this.#readLive();
    });
  }

  commit(changes: readonly StoreChange[]): void {
    this.#guard(() => this.#apply(lastChanges(changes)));
  }

  setAside(record: SetAsideRecord): void {
    this.#guard(() => {
      lastChanges([record]);
      this.#apply(lastChanges([{ ...record, value: null }]), { setAside: [record] });
    });
  }

  listSetAside(): Iterable<SetAsideRecord> {
    return this.#guard(() => this.#statements.allSetAside.all());
  }

  checkpoint(): void {
    this.#guard(() => this.#database.pragma('wal_checkpoint(TRUNCATE)'));
  }

  close(): void {
    if (this.#database.open) this.#guard(() => this.#database.close());
  }

  #readLive(): StoreRecord[] {
    const live: StoreRecord[] = [];
    for (const { id, body } of this.#statements.allPages.iterate()) {
      for (const record of decodePage(body).records) if (this.#index.isLive(id, record)) live.push(record);
    }
    if (live.length !== this.#index.size) throw damagedSinceOpen(this.#path);
    return live;
  }

  /** The one place that writes. The index follows only when the transaction is durable. */
  #apply(
    changes: RecordMap<StoreChange>,
    { setAside = [], rewrite = new Set(), marks = null }: Repairs = {},
  ): void {
    const retirements = this.#index.retirements(changes.values());
    for (const page of rewrite) retirements.set(page, { page, offsets: [], bytes: 0 });
    const puts = [...changes.values()].filter((change) => change.value !== null) as StoreRecord[];
    if (puts.length + retirements.size + setAside.length === 0) return;
    this.#recovered = null;
    const write = this.#database.transaction(() => {
      if (marks !== null) this.#replaceMarks(marks);
      for (const { space, key, value, reason } of setAside) {
        this.#statements.insertSetAside.run(space, key, value, reason);
      }
      const survivors = [...retirements.values()].flatMap((retirement) =>
        this.#retire(retirement, changes, rewrite.has(retirement.page)),
      );
      return this.#append([...puts, ...survivors]);
    });
    const written = write();
    for (const change of changes.values()) if (change.value === null) this.#index.remove(change);
    for (const { page, records, frames } of written) {
      frames.forEach((frame, i) => {
        this.#index.add(records[i]!, page, frame);
      });
    }
  }

  /** All at once: a damaged one may not be found where it should be. */
  #replaceMarks(marks: readonly Mark[]): void {
    this.#statements.dropAllMarks.run();
    for (const { page, frameOffset } of marks) this.#statements.markDead.run(page, frameOffset);
  }

  /** Marks what a page loses, or removes the page; returns its records that have to be written anew then. */
  #retire(
    { page, offsets, bytes }: Retirement,
    changes: RecordMap<StoreChange>,
    rewrite: boolean,
  ): PageRecord[] {
    const deadBytes = page.deadBytes + bytes;
    if (!rewrite && deadBytes * 2 <= page.bytes) {
      for (const offset of offsets) this.#statements.markDead.run(page.id, offset);
      return [];
    }
    const survivors = deadBytes === page.bytes ? [] : this.#liveRecords(page, rewrite);
    this.#statements.dropMarks.run(page.id);
    this.#statements.dropPage.run(page.id);
    return survivors.filter((record) => !changes.has(record));
  }

  #liveRecords(page: PageUse, mayBeDamaged: boolean): PageRecord[] {
    const { records, damage } = decodePage(this.#statements.pageBody.get(page.id)!);
    if (damage.length > 0 && !mayBeDamaged) throw damagedSinceOpen(this.#path);
    return records.filter((record) => this.#index.isLive(page.id, record));
  }

  #append(records: readonly StoreRecord[]): WrittenPage[] {
    let first = 0;
    return Array.from(encodePages(records), ({ body, frames }) => {
      const { lastInsertRowid } = this.#statements.insertPage.run(body);
      const page: PageUse = { id: Number(lastInsertRowid), bytes: body.length, deadBytes: 0 };
      const inPage = records.slice(first, first + frames.length);
      first += frames.length;
      return { page, records: inPage, frames };
    });
  }

  #guard<T>(work: () => T): T {
    if (!this.#database.open) {
      throw new StoreError('closed', `store ${this.#path} was used after it was closed`);
    }
    try {
      return work();
    } catch (error) {
      throw storeErrorFrom(error, this.#path);
    }
  }
}

function damagedSinceOpen(path: string): StoreError {
  return new StoreError(
    'corrupt',
    `store ${path}: a page was damaged while the store was open; check the disk, then start again: ` +
      'whole records are kept, damaged ones are set aside',
  );
}

function prepareStatements(database: Database.Database) {
  return {
    // Newer pages have greater ids: a new one gets the greatest id of those that are left, plus one.
    allPages: database.prepare<[], { id: number; body: Buffer }>('SELECT id, body FROM page ORDER BY id'),
    pageBody: database.prepare<[number], Buffer>('SELECT body FROM page WHERE id = ?').pluck(),
    insertPage: database.prepare<[Buffer]>('INSERT INTO page (body) VALUES (?)'),
    dropPage: database.prepare<[number]>('DELETE FROM page WHERE id = ?'),
    allDead: database.prepare<[], Mark>('SELECT page, frame_offset AS frameOffset FROM dead'),
    dropAllMarks: database.prepare<[]>('DELETE FROM dead'),
    markDead: database.prepare<[number, number]>('INSERT INTO dead (page, frame_offset) VALUES (?, ?)'),
    dropMarks: database.prepare<[number]>('DELETE FROM dead WHERE page = ?'),
    allSetAside: database.prepare<[], SetAsideRecord>(
      'SELECT space, key, value, reason FROM set_aside ORDER BY id',
    ),
    insertSetAside: database.prepare<[string, string, Uint8Array, string]>(
      'INSERT INTO set_aside (space, key, value, reason) VALUES (?, ?, ?, ?)',
    ),
  };
}
