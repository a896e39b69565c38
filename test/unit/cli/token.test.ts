import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenHash } from '../../../src/access/api-token.ts';
import { configDirectory } from '../config/config-directory.ts';
import { runCburst } from './run-cburst.ts';

const args = ['token', '--name', 'grafana', '--role', 'ops-read'];

test('a token is shown once, with the block that knows only its hash', async () => {
  const { exitCode, stdout } = await runCburst(args);
  expect(exitCode).toBe(0);
  const token = /^Token, shown only this once: ([\w-]{43})$/m.exec(stdout)![1]!;
  expect(stdout).toContain(
    `[[api.token]]\nname = "grafana"\nrole = "ops-read"\nsha256 = "${tokenHash(token)}"\n`,
  );
  expect((await runCburst(args)).stdout).not.toContain(token);
});

test('a token that goes to a file is not shown, and the file is for its owner alone', async () => {
  const file = join(configDirectory({}), 'token');
  const { stdout } = await runCburst([...args, '--out', file, '--json']);
  const token = readFileSync(file, 'utf8').trim();
  expect(stdout).not.toContain(token);
  expect(JSON.parse(stdout)).toMatchObject({ token_file: file, sha256: tokenHash(token) });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = await runCburst([...args, '--out', file]);
  expect(again).toMatchObject({ exitCode: 1, stdout: '' });
  expect(again.stderr).toContain('never overwritten');
  expect(readFileSync(file, 'utf8').trim()).toBe(token);
});

test.each([
  [['token', '--name', 'a b', '--role', 'host'], 'is not a name'],
  [['token', '--name', 'a', '--role', 'root'], 'Allowed choices are host, ops-read, ops-admin'],
])('%j is a mistake', async (wrong, words) => {
  const { exitCode, stderr } = await runCburst(wrong);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(words);
});
