import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyLog } from '../../../src/store/apply-log.ts';
import { ownerBytesMax, readStoreFile } from '../../../src/store/read-store-file.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { ownedBy } from '../../support/owned-store.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;
beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'state.db');
});
afterEach(() => directory.remove());

/** The store and its log as a crash leaves them. */
function crashed(server: string): string {
  const store = openSqliteStore(path);
  store.commit([ownedBy('before.example')]);
  store.commit([ownedBy(server), { space: 'doc', key: '#a', value: Buffer.alloc(9000, 7) }]);
  const copy = join(directory.path, 'copy.db');
  for (const end of ['', '-wal']) copyFileSync(path + end, copy + end);
  store.close();
  return copy;
}

test('whose a store is is known after a stop, and after a crash from its log', () => {
  const copy = crashed('irc1.example');
  const owner = { server: 'irc1.example', casemapping: 'ascii' };
  expect(statSync(`${copy}-wal`).size).toBeGreaterThan(0);
  expect(readStoreFile(copy)).toMatchObject({ kind: 'store', owner });
  expect(readStoreFile(path)).toMatchObject({ kind: 'store', owner });
});

test('of a log that ends in the middle what was committed before counts', () => {
  const copy = crashed('irc1.example');
  truncateSync(`${copy}-wal`, statSync(`${copy}-wal`).size - 1);
  expect(readStoreFile(copy)).toMatchObject({ owner: { server: 'before.example' } });
  const bytes = readFileSync(`${copy}-wal`);
  bytes[40] = bytes[40]! ^ 1;
  writeFileSync(`${copy}-wal`, bytes);
  // Nothing of it is whole: the first start had got no further.
  expect(readStoreFile(copy)).toEqual({ kind: 'store', owner: null });
});

test('what a first start left before it made a table is empty, as a start takes it', () => {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.close();
  expect(statSync(path).size).toBeGreaterThan(0);
  expect(readStoreFile(path)).toEqual({ kind: 'empty' });
  openSqliteStore(path).close();
  const others = new Database(join(directory.path, 'others.db'));
  others.exec('CREATE TABLE t (id)');
  others.close();
  expect(readStoreFile(join(directory.path, 'others.db'))).toEqual({ kind: 'other-program' });
});

test('one that is too large is not read, and is known for a store', () => {
  crashed('irc1.example');
  truncateSync(path, ownerBytesMax + 1);
  expect(readStoreFile(path)).toEqual({ kind: 'large-store' });
  truncateSync(path, ownerBytesMax - 1);
  writeFileSync(`${path}-wal`, Buffer.alloc(2));
  expect(readStoreFile(path)).toEqual({ kind: 'large-store' });
});

test('a file and its log are read as SQLite reads them, also where the log began anew and pages went', () => {
  const database = new Database(path);
  // Nothing here outlives the process.
  database.pragma('synchronous = OFF');
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 5');
  database.pragma('auto_vacuum = FULL');
  const content = 'SELECT id, hex(body) FROM t';
  database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)');
  for (let round = 0; round < 30; round++) {
    database.prepare('INSERT INTO t (body) VALUES (?)').run(Buffer.alloc((round * 997) % 20_000, round));
    if (round % 7 === 0) database.prepare('DELETE FROM t WHERE id % 3 = ?').run(round % 3);
    const rows = database.prepare(content).all();
    const bytes = applyLog(readFileSync(path), readFileSync(`${path}-wal`));
    bytes.fill(1, 18, 20);
    const read = new Database(bytes, { readonly: true });
    expect(read.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(read.prepare(content).all()).toEqual(rows);
    read.close();
  }
  database.close();
});
