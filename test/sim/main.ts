import { parseArgs } from 'node:util';
import { ALL_FAULTS, type FaultOptions } from './faults.ts';
import { findMutants } from './mutants.ts';
import { describeFailure, describeSummary, type Summary, survived, unreached } from './report.ts';
import { runSeed } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';

const USAGE = `npm run sim -- [--seeds <count>] [--from <seed>] [--seed <seed> [--trace]] [--servers <2 to 9>] [--first] [--json]
npm run sim -- --mutants [--only <name>[,<name>]]
  --seeds    how many seeds to run, from --from (1) on; default 1000
  --seed     replays one seed and shrinks what it finds; --trace prints everything that happens
  --servers  always so many servers
  --first    ends at the first seed that fails
  --mutants  applies each of test/sim/mutants to a copy of the sources and looks which seed finds it; prints a table
  --only     of the mutants, only these
  --json     the summary as JSON`;

/** Seeds of which every point is reached, and died at; fewer may miss one by chance. */
const ENOUGH_SEEDS = 1000;
/** Failures that are shrunk and shown. */
const SHOWN_MAX = 3;

let shownPercent = 0;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    servers: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    first: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const faults: FaultOptions = {
  ...ALL_FAULTS,
  servers: values.servers ? Number(values.servers) : null,
};
if (values.help) console.log(USAGE);
else if (values.mutants) process.exitCode = await findMutants(values.only?.split(',') ?? null);
else if (values.seed !== undefined) replay(Number(values.seed));
else await runAll(Number(values.from), Number(values.seeds));

function replay(seed: number): void {
  const outcome = runSeed(seed, faults, values.trace);
  for (const line of outcome.trace ?? []) console.log(line);
  console.log(`seed ${seed}: ${outcome.moments} moments, trace ${outcome.hash}`);
  if (outcome.problems.length === 0) return;
  console.log(describeFailure(seed, faults));
  process.exitCode = 1;
}

async function runAll(from: number, count: number): Promise<void> {
  const summary = await runSeeds({ from, to: from + count - 1, faults, stopAtFirst: values.first }, (part) =>
    showProgress(part, count),
  );
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (values.json) {
    console.log(JSON.stringify(asJson(summary), null, 2));
    process.exitCode = Number(summary.failed.length > 0);
    return;
  }
  console.log(describeSummary(summary));
  for (const { seed } of summary.failed.slice(0, SHOWN_MAX))
    console.error(`\n${describeFailure(seed, faults)}`);
  const isLong = count >= ENOUGH_SEEDS;
  const missed = isLong
    ? [
        ...unreached(summary).map((point) => `never reached: ${point}`),
        ...survived(summary).map((point) => `nobody died: ${point}`),
      ]
    : [];
  for (const text of missed) console.error(text);
  if (summary.failed.length > 0 || missed.length > 0) process.exitCode = 1;
}

/** Rewrites a line of a terminal; elsewhere a line for every tenth. */
function showProgress({ runs, failed }: Summary, count: number): void {
  const text = `${runs} of ${count} seeds, ${failed.length} failed`;
  const percent = Math.floor((runs * 100) / count);
  if (process.stderr.isTTY) process.stderr.write(`\r${text}`);
  else if (percent >= shownPercent + 10) process.stderr.write(`${text}\n`);
  if (percent >= shownPercent + 10) shownPercent = percent;
}

function asJson({ faults: happened, reached, died, ...rest }: Summary): object {
  const object = (counts: Map<string, number>) => Object.fromEntries([...counts].sort());
  return { ...rest, faults: object(happened), reached: object(reached), died: object(died) };
}
