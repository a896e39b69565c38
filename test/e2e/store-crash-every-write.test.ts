import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { checkCrashedStore, crashChild, crashModel, readClaims } from './store-crash-model.ts';
import { eachInParallel, killAt, listCalls, runWhole, skipWithoutStrace } from './store-crash-strace.ts';

/*
 * A sidecar's work is killed as it enters each of its system calls that change a file, one after the other, and its store
 * is opened again.
 *
 * A crash may leave: the one transaction that had not returned yet, whole or not at all.
 * A crash must never leave: a step that was told of missing; a transaction in part (a resume point without its page, an
 * update sent that is not remembered as offered, a presence moved but not removed); a record that is not readable; the same
 * epoch, unless the stop was orderly and nothing came after it; a stamp or a sequence number that is given out twice.
 */

const WRITING_CALLS = ['pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'rename', 'unlink'];
/** A third of a second each; a machine that is busy with other tests takes a multiple. */
const TIMEOUT_MS = 300_000;

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

describe.skipIf(skipWithoutStrace())('a sidecar killed at any of its writes', () => {
  test('keeps all that it told of, and nothing in part', { timeout: TIMEOUT_MS }, async () => {
    const model = crashModel();
    const { stdout } = await runWhole([crashChild, join(directory.path, 'whole.db')], directory.path);
    expect(readClaims(stdout, model).claims).toHaveLength(model.claims.length);
    const listed = [crashChild, join(directory.path, 'listed.db')];
    const calls = await listCalls(WRITING_CALLS, listed, directory.path);
    for (const name of ['pwrite64', 'fsync', 'unlink'])
      expect(calls.map((call) => call.name)).toContain(name);
    await eachInParallel(calls, async (call) => {
      const where = `killed at ${call.name} ${call.number}`;
      const path = join(directory.path, `${call.name}-${call.number}.db`);
      const { code, signal, stdout } = await killAt(call, [crashChild, path], directory.path);
      expect(signal, `${where}: not reached, ended with ${code}`).toBe('SIGKILL');
      checkCrashedStore(path, readClaims(stdout, model).claims.length, model, where);
    });
  });
});
