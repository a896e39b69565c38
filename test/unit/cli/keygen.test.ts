import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { pinOfCertificate } from '../../../src/peer/spki-pin.ts';
import { configDirectory } from '../config/config-directory.ts';
import { runCburst } from './run-cburst.ts';

const args = ['keygen', '--name', 'irc1.example.net'];

test('keygen writes key and certificate and prints what both sides paste', async () => {
  const directory = configDirectory({});
  const { exitCode, stdout } = await runCburst(args, { cwd: directory });
  expect(exitCode).toBe(0);
  const own = parse(/\[peers\][\s\S]*?\n\n/.exec(stdout)![0]).peers as Record<string, string>;
  expect(statSync(join(directory, own.key!)).mode & 0o777).toBe(0o600);
  const pin = `sha256:${pinOfCertificate(readFileSync(join(directory, own.certificate!), 'utf8'))}`;
  const others = parse(stdout.slice(stdout.indexOf('[[peers.peer]]')));
  expect(others).toEqual({
    peers: { peer: [{ name: 'irc1.example.net', address: 'irc1.example.net:7100', pin }] },
  });
  expect(stdout).not.toContain('PRIVATE');
});

test('a key is never overwritten', async () => {
  const directory = configDirectory({});
  const first = JSON.parse((await runCburst([...args, '--out', directory, '--json'])).stdout);
  const key = readFileSync(first.key_file, 'utf8');
  const again = await runCburst([...args, '--out', directory]);
  expect(again).toMatchObject({ exitCode: 1, stdout: '' });
  expect(again.stderr).toContain(`is there already, with the pin ${first.pin}`);
  expect(readFileSync(first.key_file, 'utf8')).toBe(key);
});

test('a name that is none is refused', async () => {
  const { exitCode, stderr } = await runCburst(['keygen', '--name', 'a b']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('"a b" is not a server name');
});
