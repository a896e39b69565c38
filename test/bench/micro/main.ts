import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineFacts, machineText } from '../machine.ts';
import { type Costs, costsOf, microTable, type VitestBenches } from './micro-report.ts';

/** Far enough apart for one to meet a quiet moment. */
const rounds = 3;
/** `--update`: what is measured becomes the baseline. */
const update = process.argv.includes('--update');
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const baselineFile = here('./baseline.json');
const { load } = machineFacts();
const costs = costsOf(Array.from({ length: rounds }, measure));
const baseline: Costs = new Map(Object.entries(JSON.parse(readFileSync(baselineFile, 'utf8'))));
process.stdout.write(`${machineText(machineFacts(), load)}\n\n${microTable(costs, baseline)}`);
if (update) writeFileSync(baselineFile, `${JSON.stringify(Object.fromEntries(rounded(costs)), null, 2)}\n`);

/** Of the present sources, by vitest in a process of its own. */
function measure(): VitestBenches {
  const directory = mkdtempSync(join(tmpdir(), 'cburst-micro-'));
  try {
    const output = join(directory, 'benches.json');
    const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
    const root = here('../../..');
    const args = [
      'bench',
      '--run',
      '--config',
      here('./vitest.config.ts'),
      '--root',
      root,
      '--outputJson',
      output,
    ];
    const { status, stderr } = spawnSync(process.execPath, [vitest, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(readFileSync(output, 'utf8'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Four digits: more would differ in every run. */
function rounded(values: Costs): [name: string, cost: number][] {
  return [...values].map(([name, cost]) => [name, Number(cost.toPrecision(4))]);
}
