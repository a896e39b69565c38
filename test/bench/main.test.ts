import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const testMsMax = 120_000;

function bench(...args: string[]) {
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
}

test(
  'what was measured is told as JSON, in a document and in a chart',
  () => {
    const directory = temporaryDirectory();
    onTestFinished(() => directory.remove());
    const [docs, chart] = [join(directory.path, 'p.md'), join(directory.path, 'p.svg')];
    writeFileSync(docs, 'above\n<!-- bench: begin -->\n<!-- bench: end -->\nbelow\n');
    const args = [
      '--channels',
      '50',
      '--runs',
      '1',
      '--only',
      'start',
      '--json',
      '--docs',
      docs,
      '--chart',
      chart,
    ];
    const { status, stdout, stderr } = bench(...args);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { comparisons, machine } = JSON.parse(stdout);
    expect(comparisons[0].ours['cold start, ms'].median).toBeGreaterThan(0);
    expect(comparisons[0].verdicts.map(({ goal }: { goal: string }) => goal)).toContain('cold start, ms');
    const text = readFileSync(docs, 'utf8');
    expect(text).toMatch(/^above\n[\s\S]*\| cold start, ms \|[\s\S]*below\n$/);
    expect(text).toContain(machine.processor);
    expect(readFileSync(chart, 'utf8')).toContain('cold start, ms</text>');
  },
  testMsMax,
);

test('wrong arguments are told, with how it is used', () => {
  const { status, stderr } = bench('--channels', 'many');
  expect(status).toBe(2);
  expect(stderr).toContain('npm run bench');
});
