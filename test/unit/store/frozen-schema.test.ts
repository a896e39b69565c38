import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { latestVersion, migrations } from '../../../src/store/migrations.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** Files as released versions wrote them. A text here is never edited; a new schema version adds one. */
const frozen: Readonly<Record<number, string>> = {
  1: `
    CREATE TABLE page (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
    CREATE TABLE dead (
      page INTEGER NOT NULL,
      frame_offset INTEGER NOT NULL,
      PRIMARY KEY (page, frame_offset)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE set_aside (
      id INTEGER PRIMARY KEY,
      space TEXT NOT NULL,
      key TEXT NOT NULL,
      value BLOB NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    INSERT INTO page VALUES (3, x'eba16ad80b000000030200646f6323e40001ffeba16ad80b000000030200646f6323e40001ff');
    INSERT INTO dead VALUES (3, 0);
    INSERT INTO set_aside VALUES (1, 'doc', '#b', x'00ff', 'odd');
    PRAGMA application_id = 1667396468;
    PRAGMA user_version = 1;
  `,
  2: `
    CREATE TABLE page (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
    CREATE TABLE dead (
      page INTEGER NOT NULL,
      frame_offset INTEGER NOT NULL,
      PRIMARY KEY (page, frame_offset)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE set_aside (
      id INTEGER PRIMARY KEY,
      space TEXT NOT NULL,
      key TEXT NOT NULL,
      value BLOB NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    INSERT INTO page VALUES (3, x'eba16ad80b000000030200646f6323e40001ffeba16ad80b000000030200646f6323e40001ff');
    INSERT INTO dead VALUES (3, 0);
    INSERT INTO set_aside VALUES (1, 'doc', '#b', x'00ff', 'odd');
    PRAGMA application_id = 1667396468;
    PRAGMA user_version = 2;
  `,
};

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

test('every version has its file', () => {
  expect(Math.max(...Object.keys(frozen).map(Number))).toBe(latestVersion(migrations));
});

test.each(Object.entries(frozen))('a store of schema version %s opens with everything in it', (_, sql) => {
  const path = join(directory.path, 'state.db');
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.exec(sql);
  database.close();
  const store = openSqliteStore(path);
  expect([...store.load()]).toEqual([{ space: 'doc', key: '#\u00e4', value: Buffer.from([0, 1, 255]) }]);
  expect([...store.listSetAside()]).toEqual([
    { space: 'doc', key: '#b', value: Buffer.from([0, 255]), reason: 'odd' },
  ]);
  store.close();
});
