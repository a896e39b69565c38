import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { storeErrorFrom } from '../../../src/store/sqlite-error.ts';
import { StoreError } from '../../../src/store/store.ts';

const sqliteCodes: readonly (readonly [string, string])[] = [
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_BUSY_RECOVERY', 'locked'],
  ['SQLITE_NOTADB', 'not-a-store'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_CORRUPT_INDEX', 'corrupt'],
  ['SQLITE_IOERR_FSYNC', 'io'],
  ['SQLITE_READONLY', 'io'],
  ['SQLITE_CANTOPEN', 'io'],
];

test.each(sqliteCodes)('%s is %s, with the file and the cause in the message', (sqliteCode, code) => {
  const error = storeErrorFrom(new Database.SqliteError('what SQLite said', sqliteCode), '/var/lib/state.db');
  expect(error).toBeInstanceOf(StoreError);
  expect(error).toMatchObject({ code });
  expect((error as Error).message).toMatch(`store /var/lib/state.db: `);
  expect((error as Error).message).toMatch(`(${sqliteCode}: what SQLite said)`);
});

test('errors of the file system are ours too', () => {
  const full = Object.assign(new Error('no space'), { syscall: 'open', code: 'ENOSPC' });
  const denied = Object.assign(new Error('denied'), { syscall: 'open', code: 'EACCES' });
  expect(storeErrorFrom(full, 'p')).toMatchObject({ code: 'full' });
  expect(storeErrorFrom(denied, 'p')).toMatchObject({ code: 'io' });
});

test('defects of ours and store errors pass through', () => {
  for (const error of [new TypeError('defect'), new StoreError('closed', 'c'), 'no error']) {
    expect(storeErrorFrom(error, 'p')).toBe(error);
  }
});
