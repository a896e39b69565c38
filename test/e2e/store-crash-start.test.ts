import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../src/store/migrations.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { at, b, channelId, flag, part, register, t0 } from '../support/replica-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { openReplicaStore } from './store-crash-script.ts';
import { eachInParallel, killAt, listCalls, runWhole, skipWithoutStrace } from './store-crash-strace.ts';

/*
 * A start that has all to do that a start can have (a backup, a newer schema, a damaged page, records that make no sense) is
 * killed as it enters each of its writes, and done again.
 *
 * It may leave: some of that done.
 * It must never leave: a record lost or set aside twice; a backup that is not whole; trust in what peers were told before,
 * though the stop before was orderly.
 */

const CHILD = fileURLToPath(new URL('store-crash-start-child.ts', import.meta.url));
const WRITING_CALLS = ['pwrite64', 'fsync', 'ftruncate', 'rename', 'unlink'];
const TIMEOUT_MS = 300_000;
const first = { 1: migrations[1]! };

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

describe.skipIf(skipWithoutStrace())('a start killed at any of its writes', () => {
  test('loses nothing, and doubts what it has to', { timeout: TIMEOUT_MS }, async () => {
    const damaged = join(directory.path, 'damaged.db');
    writeDamagedStore(damaged);
    const fresh = (name: string) => {
      const path = join(directory.path, `${name}.db`);
      copyFileSync(damaged, path);
      return path;
    };
    const { stdout } = await runWhole([CHILD, fresh('whole')], directory.path);
    expect(stdout).toBe('3\n');
    const calls = await listCalls(WRITING_CALLS, [CHILD, fresh('listed')], directory.path);
    expect(calls.map(({ name }) => name)).toContain('rename');
    await eachInParallel(calls, async (call) => {
      const path = fresh(`${call.name}-${call.number}`);
      const { signal } = await killAt(call, [CHILD, path], directory.path);
      expect(signal).toBe('SIGKILL');
      checkStart(path, `killed at ${call.name} ${call.number}`);
    });
  });
});

/** After an orderly stop, of the first version: a good channel, and three records of which nothing can be made. */
function writeDamagedStore(path: string): void {
  const disk = openSqliteStore(path, first);
  const store = openReplicaStore(disk, 'epoch before', 1);
  store.replica.remember(b, { syncedAt: t0 });
  store.commit();
  for (const n of [8, 9]) {
    store.replica.receive(b, part(channelId(n), [register(flag('secret'), at(n, b))]), 1, t0);
    store.setCursor(b, { epoch: 'of b', sequence: n });
    store.commit();
  }
  const value = Buffer.from('{');
  disk.commit(['channel', 'host'].map((space) => ({ space, key: 'x', value })));
  store.close();
  const database = new Database(path);
  // Only this record, whatever else stands in its page.
  const [whole, changed] = ['#general', '#GENERAL'].map((channel) => `${channel} ${channelId(8)}`);
  database.exec(`UPDATE page SET body = CAST(replace(CAST(body AS TEXT), '${whole}', '${changed}') AS BLOB)`);
  database.close();
}

function checkStart(path: string, where: string): void {
  const store = openReplicaStore(openSqliteStore(path), 'epoch after', 900_000);
  expect(store.problems.map(({ space, outcome }) => [space, outcome]).sort(), where).toEqual([
    ['channel', 'set-aside'],
    ['damaged', 'set-aside'],
    ['host', 'set-aside'],
  ]);
  expect(
    [...store.replica.table.values()].map(({ document }) => document.id),
    where,
  ).toEqual([channelId(9)]);
  expect(store.epoch, where).toBe('epoch after');
  expect(store.cursors, where).toEqual(new Map());
  store.close();
  const backup = `${path}.v1.bak`;
  if (!existsSync(backup)) return;
  const kept = openSqliteStore(backup, first);
  expect([...kept.load()].length, `${where}: the backup`).toBeGreaterThan(0);
  kept.close();
}
