import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FuzzStats } from './fuzz-loop.ts';
import { type FuzzOutcome, fuzzTarget } from './fuzz-run.ts';

const help = `npm run fuzz -- [--runs 10000000] [--target splitter|parser|hello|session|host] [--seed 1]
npm run fuzz -- --replay dist/fuzz/<finding>
`;

/** What each target gets of a hundred inputs, in the order in which they run: more where an input takes less time. */
const shares = { splitter: 38, parser: 38, hello: 16, session: 4, host: 4 } as const;
type TargetName = keyof typeof shares;

/** Nobody commits what is there. */
const findingsDirectory = 'dist/fuzz';
const progressMs = 10_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000000' },
    target: { type: 'string' },
    seed: { type: 'string', default: '1' },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (values.replay !== undefined) return replay(values.replay);
  const runs = Number(values.runs);
  const seed = Number(values.seed);
  const target = values.target as TargetName | undefined;
  const isUsable = Number.isSafeInteger(runs) && runs > 0 && Number.isSafeInteger(seed);
  if (!isUsable || (target !== undefined && !Object.hasOwn(shares, target))) {
    process.stderr.write(help);
    return 2;
  }
  return fuzz(runs, seed, target === undefined ? (Object.keys(shares) as TargetName[]) : [target]);
}

async function fuzz(runs: number, seed: number, names: readonly TargetName[]): Promise<number> {
  const all = names.reduce((sum, name) => sum + shares[name], 0);
  const one = (name: TargetName): Promise<FuzzOutcome> => {
    const task = {
      target: name,
      runs: Math.ceil((runs * shares[name]) / all),
      seed,
      timed: true,
      replay: null,
    };
    return fuzzTarget(task, showProgress(name, task.runs));
  };
  // Each has a thread of its own; time is that thread's.
  const outcomes = await Promise.all(names.map(one));
  process.stdout.write(summary(outcomes));
  const found = outcomes.filter(({ finding }) => finding !== null);
  for (const outcome of found) process.stdout.write(`\n${keepFinding(outcome)}`);
  return found.length === 0 ? 0 : 1;
}

async function replay(file: string): Promise<number> {
  const target = basename(file).split('-')[0]!;
  const task = { target, runs: 0, seed: 0, timed: false, replay: readFileSync(file, 'latin1') };
  const { finding } = await fuzzTarget(task, () => {});
  process.stdout.write(`${finding?.what ?? 'nothing is wrong with it'}\n`);
  return finding === null ? 0 : 1;
}

function showProgress(name: string, runs: number): (stats: FuzzStats) => void {
  let shownAt = performance.now();
  return (stats) => {
    if (performance.now() - shownAt < progressMs) return;
    shownAt = performance.now();
    const { inputs, corpus, branches } = stats;
    const done = ((inputs / runs) * 100).toFixed(1);
    process.stderr.write(`${name}: ${inputs} inputs (${done} %), corpus ${corpus}, branches ${branches}\n`);
  };
}

function summary(outcomes: readonly FuzzOutcome[]): string {
  const head = [
    'target',
    'inputs',
    'inputs/s',
    'corpus',
    'branches',
    'growth checks',
    'slowest us/byte',
    'heap max MB',
    'findings',
  ];
  const rows = outcomes.map(({ target, stats, seconds, finding }) => [
    target,
    stats.inputs,
    Math.round(stats.inputs / seconds),
    stats.corpus,
    stats.branches,
    stats.growthChecks,
    `${stats.slowestUsPerByte.toFixed(2)} (${stats.slowestBytes} bytes)`,
    Math.round(stats.heapMaxBytes / 1e6),
    finding === null ? 0 : 1,
  ]);
  const total = outcomes.reduce((sum, { stats }) => sum + stats.inputs, 0);
  // The targets run beside each other.
  const seconds = Math.max(...outcomes.map((outcome) => outcome.seconds));
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n\n${total} inputs in ${Math.round(seconds)} s\n`;
}

/** Writes the input to a file; returns what went wrong and how to see it again. */
function keepFinding({ target, finding }: FuzzOutcome): string {
  const { input, what } = finding!;
  const hash = createHash('sha256').update(input, 'latin1').digest('hex').slice(0, 12);
  const file = join(findingsDirectory, `${target}-${hash}`);
  mkdirSync(findingsDirectory, { recursive: true });
  writeFileSync(file, input, 'latin1');
  return `${target}: ${what}\n  ${input.length} bytes in ${file}\n  npm run fuzz -- --replay ${file}\n`;
}
