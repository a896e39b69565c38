import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type Chance, type DiskCall, diskCalls, ForgetfulDisk, readDiskCalls } from './store-crash-disk.ts';
import { checkCrashedStore, crashChild, crashModel } from './store-crash-model.ts';
import { logCalls, runWhole, skipWithoutStrace } from './store-crash-strace.ts';

/*
 * The power fails between any two system calls of a sidecar's work: the calls of one run are replayed on a disk that
 * forgets all, or any part, of what it was not told to sync.
 *
 * It may leave what a crash of the process may leave, and must never leave anything else: what was told of is synced
 * before it is told, and nothing that is written meanwhile counts in part. That disks keep what they were told to sync is
 * assumed.
 */

const TIMEOUT_MS = 300_000;
const SEED = Number(process.env.CBURST_TEST_SEED ?? 20240101);
/** Each third call is taken: every kind of call, in every kind of state. */
const STRIDE = 3;

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

describe.skipIf(skipWithoutStrace())('a sidecar whose machine loses its power', () => {
  test(`keeps all that it told of, and nothing in part (CBURST_TEST_SEED=${SEED})`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const model = crashModel();
    const random = randomNumbers(SEED);
    const disk = new ForgetfulDisk();
    let told = 0;
    const check = (chance: Chance, where: string) => {
      const path = putImage(disk.image(chance));
      checkCrashedStore(path, told, model, where);
    };
    const calls = await callsOfTheWork();
    for (const [n, call] of calls.entries()) {
      disk.apply(call);
      if (call.kind === 'said') told++;
      const where = `after call ${n}, ${call.kind}`;
      if (call.kind === 'said' || call.kind === 'sync') check(forgetsAll, `${where}: nothing else kept`);
      if (n % STRIDE === 0) check({ pick: (below) => random() % below }, `${where}: some of it kept`);
    }
    expect(told).toBe(model.claims.length);
  });
});

const forgetsAll: Chance = { pick: () => 0 };

async function callsOfTheWork(): Promise<DiskCall[]> {
  const files = join(directory.path, 'files');
  mkdirSync(files);
  await runWhole([crashChild, join(directory.path, 'whole.db')], directory.path);
  return readDiskCalls(
    await logCalls(diskCalls, [crashChild, join(files, 'state.db')], directory.path),
    files,
  );
}

/** Returns the path of the store. */
function putImage(image: ReadonlyMap<string, Buffer>): string {
  const found = join(directory.path, 'found');
  rmSync(found, { recursive: true, force: true });
  mkdirSync(found);
  for (const [path, bytes] of image) writeFileSync(join(found, basename(path)), bytes);
  return join(found, 'state.db');
}

/** A linear congruential generator: whole numbers that depend on the seed only. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
