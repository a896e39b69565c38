import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configDirectory } from '../config/config-directory.ts';
import { finished, runCburst, startCburst } from './run-cburst.ts';

test('a wrong configuration ends with 2 and every mistake', async () => {
  const directory = configDirectory({ 'cburst.toml': 'colour = 1\n[server]\nname = "a b"\n' });
  const { exitCode, stdout, stderr } = await runCburst(['sidecar'], { cwd: directory });
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(
    stderr
      .trim()
      .split('\n')
      .map((line) => line.split(': ')[0]),
  ).toEqual(['cburst.toml:1:1', 'cburst.toml:1:1', 'cburst.toml:1:1', 'cburst.toml:3:8']);
});

test('a sidecar starts with what keygen made, answers, and stops when told to', async () => {
  const directory = configDirectory({});
  const keys = await runCburst(['keygen', '--name', 'irc1.example.net'], { cwd: directory });
  const peers = /\[peers\]\n.*\n.*\n/.exec(keys.stdout)![0];
  const config = configDirectory({
    'cburst.toml': `[server]\nname = "irc1.example.net"\n[logging]\nformat = "json"\n${peers.replaceAll(' = "', ` = "${directory}/`)}`,
  });
  const child = startCburst(['sidecar', '--config', join(config, 'cburst.toml')]);
  const end = finished(child);
  let log = '';
  while (!log.includes('"sidecar.started"')) log += (await once(child.stdout, 'data'))[0];
  const status = await runCburst(['status', '--json'], { cwd: config });
  expect(JSON.parse(status.stdout)).toMatchObject({ server: 'irc1.example.net', casemapping: 'rfc1459' });
  expect((await runCburst(['health'], { cwd: config })).exitCode).toBe(0);
  expect((await runCburst(['channel', '#none'], { cwd: config })).exitCode).toBe(4);
  child.kill('SIGTERM');
  expect((await end).exitCode).toBe(0);
});
