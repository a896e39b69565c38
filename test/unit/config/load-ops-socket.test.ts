import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadOpsSocket } from '../../../src/config/load-ops-socket.ts';
import { configDirectory, mistakesOf } from './config-directory.ts';

function written(text: string): { directory: string; file: string } {
  const directory = configDirectory({});
  const file = join(directory, 'c.toml');
  writeFileSync(file, text);
  return { directory, file };
}

test.each([
  ['named', '[server]\nname = "a"\n[api]\nops_socket = "o.sock"\n', 'o.sock'],
  ['not named', '[server]\nname = "a"\n', 'ops.sock'],
  [
    'named beside mistakes',
    'x = 1\n[api]\nops_socket = "o.sock"\nread_sockt = 1\n[peers]\nlisten = 7\n',
    'o.sock',
  ],
])('where operators ask is found where it is %s, without any secret', (_what, text, socket) => {
  const { directory, file } = written(text);
  expect(loadOpsSocket(file)).toBe(join(directory, socket));
});

test('a socket that is none, and a file that is no TOML, are mistakes', () => {
  const wrong = written('[api]\nops_socket = 7\n');
  expect(mistakesOf(wrong.directory, () => loadOpsSocket(wrong.file))[0]).toMatch(/^c\.toml:2:.*ops_socket/);
  const broken = written('[api');
  expect(mistakesOf(broken.directory, () => loadOpsSocket(broken.file))[0]).toContain(
    'the file is not TOML here',
  );
});

test('a file that is not there is told, with what to do for a question', () => {
  expect(mistakesOf('/', () => loadOpsSocket('/nowhere/c.toml'))[0]).toBe(
    "/nowhere/c.toml: cannot be read (ENOENT), it would say where the running sidecar listens, name that sidecar's own configuration with --config FILE or $CBURST_CONFIG, or its ops socket with --socket PATH",
  );
});
