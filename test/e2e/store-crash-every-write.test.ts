import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareStamps, parseStamp } from '../../src/core/stamp.ts';
import type { ReplicaStore } from '../../src/store/replica-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { LastingStore } from '../support/lasting-store.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type Claims, CrashScript, openReplicaStore } from './store-crash-script.ts';
import { crashSteps } from './store-crash-steps.ts';
import { killAt, listCalls, runWhole, type SystemCall, skipWithoutStrace } from './store-crash-strace.ts';

/*
 * A sidecar's work is killed as it enters each of its system calls that change a file, one after the other, and its store
 * is opened again.
 *
 * A crash may leave: the one transaction that had not returned yet, whole or not at all.
 * A crash must never leave: a step that was told of missing; a transaction in part (a resume point without its page, an
 * update sent that is not remembered as offered, a presence moved but not removed); a record that is not readable; the same
 * epoch, unless the stop was orderly and nothing came after it; a stamp or a sequence number that is given out twice.
 */

const CHILD = fileURLToPath(new URL('store-crash-script-child.ts', import.meta.url));
const WRITING_CALLS = ['pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'rename', 'unlink'];
/** A third of a second each; a machine that is busy with other tests takes a multiple. */
const TIMEOUT_MS = 300_000;
const AFTER = 'after the crash';
const FIRST_ID_AFTER = 900_000;

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

describe.skipIf(skipWithoutStrace())('a sidecar killed at any of its writes', () => {
  test('keeps all that it told of, and nothing in part', { timeout: TIMEOUT_MS }, async () => {
    const model = modelRun();
    const { stdout } = await runWhole([CHILD, join(directory.path, 'whole.db')], directory.path);
    expect(said(stdout)).toEqual(model.claims);
    const listed = [CHILD, join(directory.path, 'listed.db')];
    const calls = await listCalls(WRITING_CALLS, listed, directory.path);
    for (const name of ['pwrite64', 'fsync', 'unlink'])
      expect(calls.map((call) => call.name)).toContain(name);
    await eachInParallel(calls, async (call) => {
      const path = join(directory.path, `${call.name}-${call.number}.db`);
      const { code, signal, stdout } = await killAt(call, [CHILD, path], directory.path);
      const claims = said(stdout);
      expect(signal, `${call.name} ${call.number} was not reached: ended with ${code}`).toBe('SIGKILL');
      expect(claims).toEqual(model.claims.slice(0, claims.length));
      checkStore(path, claims, model, `killed at ${call.name} ${call.number}`);
    });
  });
});

interface Model {
  /** What is said at the end of each step. */
  readonly claims: readonly Claims[];
  /** What is stored: before the first step, then after each. */
  readonly contents: readonly string[];
}

/** The same steps on a store that does not crash. */
function modelRun(): Model {
  const disk = new LastingStore();
  const script = new CrashScript(() => disk);
  const claims: Claims[] = [];
  const contents = [contentsOf(disk)];
  for (const { run } of crashSteps) {
    run(script);
    claims.push(script.claims(claims.at(-1) ?? null));
    contents.push(contentsOf(disk));
    expect(contents.at(-1), 'each step changes what is stored').not.toBe(contents.at(-2));
  }
  return { claims, contents };
}

function checkStore(path: string, claims: readonly Claims[], model: Model, where: string): void {
  const store = openSqliteStore(path);
  const found = contentsOf(store);
  const inTransit = found === model.contents[claims.length + 1];
  const steps = claims.length + Number(inTransit);
  if (!inTransit) expect(found, where).toBe(model.contents[steps]);
  expect([...store.listSetAside()], where).toEqual([]);
  const reopened = openReplicaStore(store, AFTER, FIRST_ID_AFTER);
  checkClaims(reopened, claims.at(-1), inTransit, where);
  checkEpoch(reopened, model.claims[steps - 1], where);
  const { epoch } = reopened;
  reopened.close();
  const again = openReplicaStore(openSqliteStore(path), 'another', FIRST_ID_AFTER);
  expect(again.epoch, where).toBe(epoch);
  again.close();
}

/** `more`: the step after the one that was told of is durable too. */
function checkClaims(store: ReplicaStore, told: Claims | undefined, more: boolean, where: string): void {
  if (told === undefined) return;
  const { replica, cursors } = store;
  expect(replica.sequence, where).toBeGreaterThanOrEqual(told.sequence);
  for (const [peer, sequence] of Object.entries(told.cursors)) {
    const durable = [...cursors].find(([name]) => name === peer)?.[1].sequence;
    expect(durable, `${where}: resume point of ${peer}`).toBeGreaterThanOrEqual(sequence);
  }
  const offered = [...replica.host.channels.values()].filter((channel) => channel.offered !== null);
  if (!more) expect(offered.map(({ name }) => name).sort(), where).toEqual([...told.offered].sort());
  const next = replica.clock.issue(0);
  expect(compareStamps(next, parseStamp(told.clock)!), `${where}: a stamp twice`).toBeGreaterThan(0);
}

/** `last`: what was durable; undefined: nothing. */
function checkEpoch(store: ReplicaStore, last: Claims | undefined, where: string): void {
  const orderly = last !== undefined && !last.open;
  expect(store.epoch, where).toBe(orderly ? last.epoch : AFTER);
  if (orderly) expect(store.replica.sequence, where).toBe(last.sequence);
}

function said(stdout: string): Claims[] {
  const lines = stdout.split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Claims);
}

function contentsOf(store: Store): string {
  const records = Array.from(
    store.load(),
    ({ space, key, value }) => `${space}|${key}|${Buffer.from(value).toString('latin1')}`,
  );
  return records.sort().join('\n\n');
}

/** Stops at the first that fails, once nothing is under way any more. */
async function eachInParallel(
  calls: readonly SystemCall[],
  check: (call: SystemCall) => Promise<void>,
): Promise<void> {
  const waiting = [...calls];
  const failures: unknown[] = [];
  const lane = async () => {
    while (waiting.length > 0 && failures.length === 0) {
      await check(waiting.shift()!).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  if (failures.length > 0) throw failures[0];
}
