import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { finished, startNode } from '../cli/run-cburst.ts';
import { configDirectory } from './config-directory.ts';

const NODE = '/opt/cburst/node_modules/node/bin/node';
const MAIN = '/opt/cburst/dist/main.js';
const UNITS = ['cburst-sidecar', 'cburst-adapter'] as const;

test.each(UNITS)('%s starts what exists, with a configuration that is asked for', async (unit) => {
  const [node, main, ...args] = /^ExecStart=(.*)$/m.exec(example(unit))![1]!.split(' ');
  expect([node, main]).toEqual([NODE, MAIN]);
  expect(existsSync('node_modules/node/bin/node')).toBe(true);
  const elsewhere = args.map((arg) => arg.replace('/var/lib/cburst', '/nowhere'));
  const { exitCode, stderr } = await finished(startNode([resolve('src/main.ts'), ...elsewhere]));
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^\/nowhere\/(sidecar|adapter)\.toml: cannot be read/);
});

test.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('systemd accepts the units', () => {
  const directory = configDirectory({});
  const files = UNITS.map((unit) => {
    const file = join(directory, `${unit}.service`);
    // Programs and users have to be there for its check.
    const here = example(unit).replaceAll(NODE, process.execPath).replace('User=cburst', 'User=root');
    writeFileSync(file, here);
    return file;
  });
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], {
    encoding: 'utf8',
  });
  expect({ status, output: (stdout + stderr).split('\n').filter((line) => line.includes('cburst')) }).toEqual(
    {
      status: 0,
      output: [],
    },
  );
});

function example(unit: string): string {
  return readFileSync(join('config/systemd', `${unit}.service`), 'utf8');
}
