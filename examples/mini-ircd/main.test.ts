import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { connectIrc } from '../../test/e2e/irc-client.ts';
import { type MiniIrcd, startMiniIrcd } from '../../test/e2e/mini-ircd-process.ts';
import { ScriptedSidecar } from './scripted-sidecar.ts';

const started: { stop(): Promise<void> | void }[] = [];

afterEach(async () => {
  for (const part of started.splice(0)) await part.stop();
});

test('the process attaches, and after a restart it is empty and another incarnation', async () => {
  const sidecar = new ScriptedSidecar();
  await sidecar.listen();
  started.push({ stop: () => sidecar.close() });
  const ircd: MiniIrcd = await startMiniIrcd({ name: 'a.test', sidecar: sidecar.target });
  started.push(ircd);
  const first = await (await sidecar.nextStream()).welcome();
  const alice = await connectIrc({ port: ircd.clientPort, nick: 'alice' });
  await alice.oper();
  await alice.join('#a');
  await ircd.restart('SIGKILL');
  const second = await (await sidecar.nextStream()).welcome();
  expect(second.at(-1)!.snapshot_end).toEqual({ channel_count: 0 });
  expect(second[1]!.snapshot_begin!.incarnation).not.toBe(first[1]!.snapshot_begin!.incarnation);
});

test.each([
  [['--port', '1']],
  [['--name', 'a b']],
  [['--name', 'a.test', '--casemapping', 'latin']],
  [['--name', 'a.test', '--port', '65536']],
  [['--name', 'a.test', '--color']],
])('arguments %j are refused with the usage', (flags) => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [main, ...flags], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('node main.ts --name SERVER');
});
