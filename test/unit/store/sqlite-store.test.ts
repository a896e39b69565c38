import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../src/store/migrations.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;
beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'state.db');
});
afterEach(() => directory.remove());

describe('growth', () => {
  test('pages take at most twice the bytes of live records, however long it runs', () => {
    const store = openSqliteStore(path);
    for (let round = 0; round < 300; round++) {
      store.commit(Array.from({ length: 10 }, (_, i) => doc((round * 7 + i * i) % 50, `round ${round}`)));
    }
    store.close();
    const { pageBytes, marks } = sizes();
    // A frame is 11 bytes longer than what is in it.
    expect(pageBytes).toBeLessThanOrEqual(2 * 50 * (11 + 'doc#49round 299'.length));
    expect(marks).toBeLessThan(50);
  });

  test('replacing or deleting everything leaves nothing of the old', () => {
    const store = openSqliteStore(path);
    const all = Array.from({ length: 2500 }, (_, i) => doc(i, 'old'));
    store.commit(all);
    store.commit(all.map((record) => ({ ...record, value: Buffer.from('new') })));
    store.commit(all.slice(0, 2499).map((record) => ({ ...record, value: null })));
    expect(values(store)).toEqual({ '#2499': 'new' });
    store.close();
    expect(sizes()).toEqual({ pageBytes: 'doc#2499new'.length + 11, pages: 1, marks: 0 });
  });

  test('a commit of many records is a few pages, not a row for each', () => {
    const store = openSqliteStore(path);
    store.commit(Array.from({ length: 2500 }, (_, i) => doc(i, 'x')));
    store.close();
    expect(sizes().pages).toBe(3);
  });
});

describe('damage', () => {
  test('costs the damaged record only, which is set aside at the next opening', () => {
    openWith((store) => store.commit([doc(1, 'first'), doc(2, 'second'), doc(3, 'third')]));
    damage('second', 'sec0nd');
    openWith((store) => {
      expect(values(store)).toEqual({ '#1': 'first', '#3': 'third' });
      const [aside, ...more] = [...store.listSetAside()];
      expect(more).toEqual([]);
      expect(aside).toMatchObject({ space: 'damaged', key: 'page 1 byte 21', reason: 'wrong checksum' });
      expect(Buffer.from(aside!.value).toString('latin1')).toMatch(/doc#2sec0nd$/);
    });
    openWith((store) => {
      expect(values(store)).toEqual({ '#1': 'first', '#3': 'third' });
      expect([...store.listSetAside()]).toHaveLength(1);
    });
  });

  test('while the store is open is an error and changes nothing', () => {
    const trigger = `CREATE TRIGGER rot AFTER INSERT ON page WHEN (SELECT count(*) FROM page) = 2
      BEGIN UPDATE page SET body = zeroblob(length(body)) WHERE id = 1; END`;
    const store = openSqliteStore(path, { ...migrations, 1: `${migrations[1]}; ${trigger}` });
    store.commit([doc(1, 'one'), doc(2, 'two'), doc(3, 'three')]);
    store.commit([doc(4, 'four')]);
    expect(() => store.load()).toThrow(expect.objectContaining({ code: 'corrupt' }));
    expect(() => store.commit([doc(1, 'x'), doc(2, 'y')])).toThrow(
      expect.objectContaining({ code: 'corrupt' }),
    );
    store.close();
    openWith((reopened) => expect(values(reopened)).toEqual({ '#4': 'four' }));
  });

  test('of a mark may bring back what it deleted: that is told of, once', () => {
    openWith((store) => store.commit([doc(1, 'one'), doc(2, 'two'), doc(3, 'three'), doc(4, 'four')]));
    openWith((store) => store.commit([{ ...doc(1, ''), value: null }]));
    openWith((store) => store.commit([{ ...doc(2, ''), value: null }]));
    edit((database) => database.exec('UPDATE dead SET frame_offset = 7 WHERE frame_offset = 0'));
    openWith((store) => {
      expect(values(store)).toEqual({ '#1': 'one', '#3': 'three', '#4': 'four' });
      expect([...store.listSetAside()]).toMatchObject([
        { space: 'damaged', key: 'mark of page 1 byte 7', value: Buffer.alloc(0) },
      ]);
    });
    openWith((store) => {
      expect(values(store)).toEqual({ '#1': 'one', '#3': 'three', '#4': 'four' });
      expect([...store.listSetAside()]).toHaveLength(1);
    });
  });

  test('of the tables themselves is an error, before anything is believed', () => {
    openWith((store) => store.commit([doc(1, 'one')]));
    edit((database) => {
      database.unsafeMode();
      database.pragma('writable_schema = ON');
      database.exec(
        `UPDATE sqlite_schema SET sql = replace(sql, 'body BLOB NOT NULL', 'body INTEGER NOT NULL')`,
      );
    });
    expect(() => openSqliteStore(path)).toThrow(expect.objectContaining({ code: 'corrupt' }));
    expect(() => openSqliteStore(path)).toThrow(/the file is damaged; move it away/);
  });

  test('of two copies of a record the newer counts, for good', () => {
    openWith((store) => store.commit([doc(1, 'older'), doc(2, 'x'), doc(3, 'y')]));
    openWith((store) => store.commit([doc(1, 'newer')]));
    edit((database) => database.exec('DELETE FROM dead'));
    openWith((store) => {
      expect(values(store)).toEqual({ '#1': 'newer', '#2': 'x', '#3': 'y' });
      store.commit([{ ...doc(1, ''), value: null }]);
    });
    openWith((store) => expect(values(store)).toEqual({ '#2': 'x', '#3': 'y' }));
  });
});

test('a commit that fails in the middle changes nothing, in the file and in memory', () => {
  const trigger = `CREATE TRIGGER fault BEFORE INSERT ON page WHEN instr(NEW.body, 'poison') > 0
    BEGIN SELECT RAISE(ABORT, 'injected'); END`;
  const store = openSqliteStore(path, { ...migrations, 1: `${migrations[1]}; ${trigger}` });
  store.commit([doc(1, 'one'), doc(2, 'two'), doc(3, 'three')]);
  const poisoned = [...Array.from({ length: 1000 }, (_, i) => doc(i, 'lost')), doc(1000, 'poison')];
  expect(() => store.commit(poisoned)).toThrow(expect.objectContaining({ code: 'io' }));
  expect(values(store)).toEqual({ '#1': 'one', '#2': 'two', '#3': 'three' });
  store.commit([doc(2, 'after')]);
  store.close();
  openWith((reopened) => expect(values(reopened)).toEqual({ '#1': 'one', '#2': 'after', '#3': 'three' }));
});

function doc(n: number, text: string) {
  return { space: 'doc', key: `#${n}`, value: Buffer.from(text) };
}

function values(store: Store): Record<string, string> {
  return Object.fromEntries([...store.load()].map(({ key, value }) => [key, Buffer.from(value).toString()]));
}

function openWith(use: (store: Store) => void): void {
  const store = openSqliteStore(path);
  try {
    use(store);
  } finally {
    store.close();
  }
}

function edit(change: (database: Database.Database) => void): void {
  const database = new Database(path);
  change(database);
  database.close();
}

function damage(text: string, replacement: string): void {
  edit((database) => {
    const { id, body } = database.prepare('SELECT id, body FROM page').get() as { id: number; body: Buffer };
    body.write(replacement, body.indexOf(text));
    database.prepare('UPDATE page SET body = ? WHERE id = ?').run(body, id);
  });
}

function sizes(): { pages: number; pageBytes: number; marks: number } {
  const database = new Database(path, { readonly: true });
  const sql = `SELECT count(*) AS pages, sum(length(body)) AS pageBytes, (SELECT count(*) FROM dead) AS marks FROM page`;
  const result = database.prepare(sql).get() as ReturnType<typeof sizes>;
  database.close();
  return result;
}
