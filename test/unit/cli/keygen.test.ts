import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

test('a key that is there is kept, and shown as it was the first time', async () => {
  const directory = configDirectory({});
  const out = [...args, '--out', directory];
  const first = await runCburst(out);
  const files = ['key', 'cert'].map((kind) => join(directory, `irc1.example.net.${kind}.pem`));
  const before = files.map((file) => readFileSync(file, 'utf8'));
  const again = await runCburst(out);
  const note = 'The key is there already and is kept: nothing was written.\n\n';
  expect(again).toEqual({ exitCode: 0, stdout: note + first.stdout, stderr: '' });
  expect(JSON.parse((await runCburst([...out, '--json'])).stdout)).toMatchObject({
    key_file: files[0],
    created: false,
  });
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
});

test.each([
  ['a certificate without its key', (key: string) => rmSync(key)],
  ['a key without its certificate', (_key: string, certificate: string) => rmSync(certificate)],
  ['a key of something else', (key: string) => writeFileSync(key, otherKey())],
  ['no key at all', (key: string) => writeFileSync(key, 'no key')],
])('%s is neither used nor overwritten', async (_what, damage) => {
  const directory = configDirectory({});
  const out = [...args, '--out', directory];
  const { key_file, certificate_file } = JSON.parse((await runCburst([...out, '--json'])).stdout);
  damage(key_file, certificate_file);
  const left = readdirSync(directory).map((file) => readFileSync(join(directory, file), 'utf8'));
  const again = await runCburst(out);
  expect(again).toMatchObject({ exitCode: 1, stdout: '' });
  expect(again.stderr).toContain('move it away first');
  expect(readdirSync(directory).map((file) => readFileSync(join(directory, file), 'utf8'))).toEqual(left);
});

function otherKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

test('a name that is none is refused', async () => {
  const { exitCode, stderr } = await runCburst(['keygen', '--name', 'a b']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('"a b" is not a server name');
});
