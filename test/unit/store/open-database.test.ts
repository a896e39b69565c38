import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { latestVersion, migrations } from '../../../src/store/migrations.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;
beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'state.db');
});
afterEach(() => directory.remove());

const latest = latestVersion(migrations);
const record = { space: 'doc', key: '#a', value: Buffer.from('kept') };

describe('the file', () => {
  test('and its log are readable by the owner only, whatever the umask', () => {
    const umask = process.umask(0);
    try {
      const store = openSqliteStore(path);
      store.commit([record]);
      expect(modes()).toEqual({ 'state.db': '600', 'state.db-wal': '600' });
      store.close();
      expect(modes()).toEqual({ 'state.db': '600' });
    } finally {
      process.umask(umask);
    }
  });

  test('is closed to others when it was found open to them', () => {
    openSqliteStore(path).close();
    chmodSync(path, 0o644);
    const store = openSqliteStore(path);
    store.commit([record]);
    expect(modes()).toEqual({ 'state.db': '600', 'state.db-wal': '600' });
    store.close();
  });

  test('has one owner at a time', () => {
    const owner = openSqliteStore(path);
    expect(openingFails()).toMatchObject({ code: 'locked' });
    owner.commit([record]);
    owner.close();
    openSqliteStore(path).close();
  });

  test('needs its directory', () => {
    path = join(directory.path, 'missing', 'state.db');
    expect(openingFails()).toMatchObject({ code: 'no-directory' });
    expect(existsSync(join(directory.path, 'missing'))).toBe(false);
  });

  test('left empty by a crash at its creation is taken for new', () => {
    writeFileSync(path, '');
    const store = openSqliteStore(path);
    store.commit([record]);
    store.close();
  });

  test('is written through to the disk by each commit', () => {
    const database = openDatabase(path, migrations);
    const setting = (name: string) => database.pragma(name, { simple: true });
    const FULL = 2;
    expect([setting('journal_mode'), setting('synchronous'), setting('locking_mode')]).toEqual([
      'wal',
      FULL,
      'exclusive',
    ]);
    database.close();
  });
});

describe('a file that is not ours', () => {
  test('no database: refused and left alone', () => {
    writeFileSync(path, 'precious text '.repeat(100), { mode: 0o644 });
    const before = readFileSync(path);
    expect(openingFails()).toMatchObject({ code: 'not-a-store' });
    expect(readFileSync(path)).toEqual(before);
    expect(modes()).toEqual({ 'state.db': '644' });
  });

  test("another program's database: refused and left alone", () => {
    const database = new Database(path);
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    const before = readFileSync(path);
    expect(openingFails()).toMatchObject({ code: 'not-a-store' });
    expect(readFileSync(path)).toEqual(before);
  });

  test('a directory: refused', () => {
    mkdirSync(path);
    const mode = statSync(path).mode;
    expect(openingFails()).toMatchObject({ code: 'io' });
    expect(statSync(path).mode).toBe(mode);
  });

  test('a newer schema: refused and left alone', () => {
    openSqliteStore(path, { ...migrations, [latest + 1]: 'CREATE TABLE later (x)' }).close();
    const before = readFileSync(path);
    const error = openingFails();
    expect(error).toMatchObject({ code: 'newer-schema' });
    expect((error as Error).message).toMatch(
      `version ${latest + 1}, this program knows versions up to ${latest}`,
    );
    expect(readFileSync(path)).toEqual(before);
    expect(Object.keys(modes())).toEqual(['state.db']);
  });
});

describe('a migration', () => {
  const next = { ...migrations, [latest + 1]: 'CREATE TABLE later (x)' };
  const backupName = `state.db.v${latest}.bak`;

  test('makes a backup that opens, readable by the owner only', () => {
    fill();
    const umask = process.umask(0);
    try {
      openSqliteStore(path, { ...next, [latest + 2]: 'CREATE TABLE last (x)' }).close();
    } finally {
      process.umask(umask);
    }
    expect(modes()).toEqual({ 'state.db': '600', [backupName]: '600' });
    expect(tables()).toEqual(['dead', 'last', 'later', 'page', 'set_aside']);
    path = join(directory.path, backupName);
    const backup = openSqliteStore(path);
    expect([...backup.load()]).toEqual([record]);
    backup.close();
  });

  test('happens once, and a new file needs no backup', () => {
    openSqliteStore(path, next).close();
    openSqliteStore(path, next).close();
    expect(modes()).toEqual({ 'state.db': '600' });
  });

  test('that fails changes nothing and can be tried again', () => {
    fill();
    const failing = { ...migrations, [latest + 1]: 'CREATE TABLE later (x); CREATE TABLE page (x)' };
    expect(() => openSqliteStore(path, failing)).toThrow(/table page already exists/);
    expect(tables()).toEqual(['dead', 'page', 'set_aside']);
    writeFileSync(join(directory.path, `${backupName}.tmp`), 'left by a crash');
    const store = openSqliteStore(path, next);
    expect([...store.load()]).toEqual([record]);
    store.close();
    expect(modes()).toEqual({ 'state.db': '600', [backupName]: '600' });
  });

  function fill(): void {
    const store = openSqliteStore(path);
    store.commit([record]);
    store.close();
  }
});

function modes(): Record<string, string> {
  const mode = (file: string) => (statSync(join(directory.path, file)).mode & 0o777).toString(8);
  return Object.fromEntries(readdirSync(directory.path).map((file) => [file, mode(file)]));
}

function tables(): unknown[] {
  const database = new Database(path);
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  const result = names.pluck().all();
  database.close();
  return result;
}

function openingFails(): unknown {
  try {
    openSqliteStore(path).close();
  } catch (error) {
    return error;
  }
  return null;
}
