import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { bytes, heldChannel, hostClient, RawHost, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { checkCrashedStore, crashChild, crashModel, readClaims } from './store-crash-model.ts';
import { eachInParallel, failAt, listCalls, runWhole, skipWithoutStrace } from './store-crash-strace.ts';

/*
 * A disk that takes no more: writes fail with ENOSPC from some write on, with EIO at one fsync, or, with a limit of the
 * kernel's on the size of files, after a part of them was written.
 *
 * It may leave: what a crash may leave, the one transaction that had not returned, whole or not at all.
 * It must never leave: anything else; a process that goes on; an operator who does not know what to do.
 * Once there is room again, a start finds everything that was acknowledged.
 */

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TIMEOUT_MS = 300_000;
/** More than a first start needs, and fewer than it and the channels of the test. */
const WRITES_OF_A_START = 120;
const CHANNELS_MAX = 100;
const START_MS_MAX = 20_000;
const model = crashModel();

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

describe.skipIf(skipWithoutStrace())('a full disk', () => {
  test.each([
    { call: 'pwrite64', error: 'ENOSPC', code: 'full', forever: true, stride: 8 },
    { call: 'fsync', error: 'EIO', code: 'io', forever: false, stride: 4 },
  ])(
    '$error at $call is the error "$code", and leaves nothing in part',
    { timeout: TIMEOUT_MS },
    async (fault) => {
      await runWhole([crashChild, join(directory.path, 'whole.db')], directory.path);
      const calls = await listCalls(
        [fault.call],
        [crashChild, join(directory.path, 'listed.db')],
        directory.path,
      );
      let noticed = 0;
      await eachInParallel(
        calls.filter(({ number }) => number % fault.stride === 1),
        async (call) => {
          const where = `${fault.error} at ${call.name} ${call.number}`;
          const path = join(directory.path, `${call.name}-${call.number}.db`);
          const { stdout } = await failAt(call, fault, [crashChild, path], directory.path);
          const { claims, failed } = readClaims(stdout, model);
          // What fails after the last commit, or is no data, has nothing to undo: the log is still there.
          if (failed === null) expect(claims, where).toHaveLength(model.claims.length);
          else expect(failed, where).toBe(fault.code);
          noticed += Number(failed !== null);
          checkCrashedStore(path, claims.length, model, where);
        },
      );
      expect(noticed).toBeGreaterThan(5);
    },
  );

  test('ends a sidecar with what to do, and with room it starts with all that was acknowledged', async () => {
    const sidecar = await SidecarProcess.prepare(directory.path, { name: 'a.test' });
    onTestFinished(() => sidecar.stop());
    const program = [MAIN, 'sidecar', '--config', join(sidecar.directory, 'sidecar.toml')];
    const fault = { error: 'ENOSPC', forever: true };
    const run = failAt({ name: 'pwrite64', number: WRITES_OF_A_START }, fault, program, directory.path);
    const acknowledged = await createChannelsUntilItEnds(sidecar);
    expect(acknowledged.length).toBeGreaterThan(0);
    const { code, stdout } = await run;
    expect(code).toBe(1);
    expect(stdout).toMatch(/"event":"store.failed"/);
    expect(stdout).toContain(
      'the disk is full; make room and start again, nothing that was acknowledged is lost',
    );
    await sidecar.process.start();
    const known = new Set(await sidecar.channelNames());
    for (const name of acknowledged) expect(known).toContain(name);
    expect((await sidecar.ops.storeProblems(10)).problems).toEqual([]);
  });

  test('in the way of a start is told in one line, and leaves nothing behind', async () => {
    const sidecar = await SidecarProcess.prepare(directory.path, { name: 'a.test' });
    onTestFinished(() => sidecar.stop());
    const program = [MAIN, 'sidecar', '--config', join(sidecar.directory, 'sidecar.toml')];
    const fault = { error: 'ENOSPC', forever: true };
    const { code, stdout } = await failAt({ name: 'pwrite64', number: 1 }, fault, program, directory.path);
    expect(code).toBe(1);
    expect(stdout).toMatch(/cannot start: store .*cburst\.db: the disk is full; make room and start again/);
    await sidecar.process.start();
    expect(await sidecar.channelNames()).toEqual([]);
  });
});

test('a limit on the size of files is the error "io", and leaves nothing in part', {
  timeout: TIMEOUT_MS,
}, async () => {
  await runWhole([crashChild, join(directory.path, 'whole.db')], directory.path);
  // Of 512 bytes each: within frames of the log as well as between them.
  const blocks = Array.from({ length: 8 }, (_, n) => 5 + n * 19);
  await eachInParallel(blocks, async (limit) => {
    const path = join(directory.path, `${limit}.db`);
    const { claims, failed } = readClaims(await runLimited(limit, path), model);
    expect(failed, `${limit} blocks`).toBe('io');
    checkCrashedStore(path, claims.length, model, `${limit} blocks`);
  });
});

/** Names of the channels that it acknowledged. */
async function createChannelsUntilItEnds(sidecar: SidecarProcess): Promise<string[]> {
  const client = hostClient(sidecar.hostTarget);
  await promisify(client.waitForReady.bind(client))(Date.now() + START_MS_MAX);
  const host = new RawHost(sidecar.hostTarget, client);
  const acknowledged: string[] = [];
  try {
    await host.greet();
    await host.snapshot('run 1', []);
    for (let n = 0; n < CHANNELS_MAX; n++) {
      const name = `#c${n}`;
      await host.tell({ channel: bytes(name), created: heldChannel(name, [topic(`topic ${n}`)]) });
      acknowledged.push(name);
    }
  } catch (error) {
    expect(String(error)).toContain('the stream ended');
  } finally {
    client.close();
  }
  return acknowledged;
}

/** What the child said with a limit on the size of the files that it writes. */
async function runLimited(blocks: number, path: string): Promise<string> {
  const script = `ulimit -f ${blocks}; exec "$@"`;
  const child = spawn('/bin/sh', ['-c', script, 'sh', process.execPath, crashChild, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  await once(child, 'close');
  return stdout;
}
