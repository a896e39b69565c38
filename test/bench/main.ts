import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Part, parts, usualParts } from './bench-run.ts';
import { type Comparison, columnsOf, compare } from './compare.ts';
import { type IrcdKind, ircdKinds } from './ircd/ircd-pair.ts';
import { machineFacts, machineText } from './machine.ts';
import { stopAllAtExit } from './processes.ts';
import { table } from './report.ts';
import { verdictTable } from './targets.ts';

/** What the figures in docs/performance.md are made with. */
const amounts = { restMs: 10_000, sequentialChanges: 1000, pipelinedChanges: 20_000 };

const help = `npm run bench -- [--channels 10000,50000] [--runs 5] [--vs ${ircdKinds.join('|')}]
  [--only ${parts.join(',')}] [--json]
`;

const { values } = parseArgs({
  options: {
    channels: { type: 'string', default: '10000,50000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: usualParts.join(',') },
    vs: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const sizes = values.channels.split(',').map(Number);
const runs = Number(values.runs);
const only = new Set(values.only.split(',').filter((part) => part !== 'burst')) as Set<Part>;
const vs = (values.vs ?? null) as IrcdKind | null;
const isUsable =
  [...sizes, runs].every((number) => Number.isSafeInteger(number) && number > 0) &&
  [...only].every((part) => parts.includes(part)) &&
  (vs === null || ircdKinds.includes(vs));

if (values.help || !isUsable) {
  process.stderr.write(help);
  process.exitCode = values.help ? 0 : 2;
} else {
  stopAllAtExit();
  try {
    process.stdout.write(await report());
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

async function report(): Promise<string> {
  const loadBefore = loadavg().map((each) => Number(each.toFixed(1)));
  const comparisons: Comparison[] = [];
  const say = (text: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
  for (const channels of sizes)
    comparisons.push(await compare({ ...amounts, channels, only, runs, vs, say }));
  const machine = machineFacts();
  if (values.json) return toJson({ machine, loadBefore, runs, comparisons });
  const tables = [
    table(comparisons.flatMap(columnsOf)),
    ...comparisons.map(({ verdicts }) => verdictTable(verdicts)),
  ];
  return [`${machineText(machine, loadBefore)}, ${runs} runs\n`, ...tables].join('\n');
}

/** Nothing is rounded. */
function toJson(value: unknown): string {
  const plain = (_key: string, each: unknown) => (each instanceof Map ? Object.fromEntries(each) : each);
  return `${JSON.stringify(value, plain, 2)}\n`;
}
