import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runCburst, startNode } from '../unit/cli/run-cburst.ts';
import { HealthWatch } from './health-watch.ts';
import { bytes, heldChannel, RawHost, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';

const CHILD = fileURLToPath(new URL('embedded-sidecar-child.ts', import.meta.url));
const HOST = 'cburst.v1.HostService';
const OPS = 'cburst.v1.OpsService';
const TIMEOUT_MS = 60_000;

let directory: ReturnType<typeof temporaryDirectory>;
beforeAll(() => {
  directory = temporaryDirectory();
});
afterAll(() => directory.remove());

describe('health', { timeout: TIMEOUT_MS }, () => {
  it('tells being alive from being ready, and a stop before it is over', async () => {
    const sidecar = await SidecarProcess.start(directory.path, { name: 'a.test' });
    onTestFinished(() => sidecar.stop());
    const { all, liveness, readiness, host, ops } = watches(sidecar);
    expect(await Promise.all([all, liveness, ops].map((each) => each.next()))).toEqual(
      Array(3).fill('SERVING'),
    );
    expect(await Promise.all([readiness.next(), host.next()])).toEqual(['NOT_SERVING', 'NOT_SERVING']);
    const command = (service: string) =>
      runCburst(['health', '--socket', `${sidecar.directory}/ops.sock`, '--service', service]);
    expect(await command('liveness')).toMatchObject({ exitCode: 0, stdout: 'SERVING\n' });
    expect(await command('readiness')).toMatchObject({ exitCode: 4, stdout: 'NOT_SERVING\n' });
    await RawHost.attach(sidecar.hostTarget);
    expect(await Promise.all([readiness.next(), host.next()])).toEqual(['SERVING', 'SERVING']);
    const stopped = sidecar.process.stop();
    for (const watch of [all, ops, readiness, host]) expect(await watch.next()).toBe('NOT_SERVING');
    expect(await liveness.next()).not.toMatch(/SERVING/);
    await stopped;
  });

  it.skipIf(spawnSync('prlimit', ['--version']).status !== 0)(
    'serves nothing where the disk takes no more, and the process ends',
    async () => {
      const sidecar = await SidecarProcess.start(directory.path, { name: 'b.test' });
      onTestFinished(() => sidecar.stop());
      const { readiness, liveness } = watches(sidecar);
      expect(await Promise.all([readiness.next(), liveness.next()])).toEqual(['NOT_SERVING', 'SERVING']);
      const host = await RawHost.attach(sidecar.hostTarget, { hello: { server_name: 'b.test' } });
      expect(await readiness.next()).toBe('SERVING');
      takeNoMoreWrites(sidecar.process.pid);
      makeChannel(host);
      expect(await readiness.next()).toBe('UNAVAILABLE');
      expect(await liveness.next()).toBe('UNAVAILABLE');
      await sidecar.process.waitForLog('store.failed');
      const { exitCode } = await runCburst(['health', '--socket', `${sidecar.directory}/ops.sock`]);
      expect(exitCode).toBe(3);
    },
  );

  it.skipIf(spawnSync('prlimit', ['--version']).status !== 0)(
    'serves nothing where the disk takes no more, in a program that goes on',
    async () => {
      const sidecar = await SidecarProcess.prepare(directory.path, { name: 'c.test' });
      const pid = await startEmbedded(join(sidecar.directory, 'sidecar.toml'));
      const { all, liveness, readiness, host: hosts, ops } = watches(sidecar);
      for (const watch of [all, liveness, ops]) expect(await watch.next()).toBe('SERVING');
      for (const watch of [readiness, hosts]) expect(await watch.next()).toBe('NOT_SERVING');
      const host = await RawHost.attach(sidecar.hostTarget, { hello: { server_name: 'c.test' } });
      for (const watch of [readiness, hosts]) expect(await watch.next()).toBe('SERVING');
      takeNoMoreWrites(pid);
      makeChannel(host);
      for (const watch of [all, liveness, readiness, hosts, ops])
        expect(await watch.next()).toBe('NOT_SERVING');
      sidecar.ops.close();
    },
  );
});

function watches({ directory }: SidecarProcess) {
  const watch = (service: string) => {
    const each = new HealthWatch(`unix:${directory}/ops.sock`, service);
    onTestFinished(() => each.close());
    return each;
  };
  return {
    all: watch(''),
    liveness: watch('liveness'),
    readiness: watch('readiness'),
    host: watch(HOST),
    ops: watch(OPS),
  };
}

/** From now on no file of the process may grow: every write to its store fails. */
function takeNoMoreWrites(pid: number): void {
  execFileSync('prlimit', ['--pid', String(pid), '--fsize=0']);
}

/** Nobody acknowledges it. */
function makeChannel(host: RawHost): void {
  host.event({ channel: bytes('#full'), created: heldChannel('#full', [topic('x')]) });
}

/** Its process id. */
async function startEmbedded(config: string): Promise<number> {
  const child = startNode([CHILD, config]);
  for await (const text of child.stdout.setEncoding('utf8')) {
    if (text.includes('"sidecar.started"')) break;
  }
  return child.pid!;
}
