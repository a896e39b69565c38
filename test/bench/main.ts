import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ServerName } from '../../src/core/identity.ts';
import { generateIdentity } from '../../src/peer/keygen.ts';
import { freePorts } from '../e2e/free-port.ts';
import { benchRun, type Figures, type Part, parts, usualParts } from './bench-run.ts';
import { stopAllAtExit } from './processes.ts';
import { type Report, summarize, table, toJson } from './report.ts';

/** What the figures in docs/performance.md are made with. */
const amounts = { restMs: 10_000, sequentialChanges: 1000, pipelinedChanges: 20_000 };

const help = `npm run bench -- [--channels 10000,50000] [--runs 5] [--only ${parts.join(',')}] [--json]
`;

const { values } = parseArgs({
  options: {
    channels: { type: 'string', default: '10000,50000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: usualParts.join(',') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const sizes = values.channels.split(',').map(Number);
const runs = Number(values.runs);
const only = new Set(values.only.split(',').filter((part) => part !== 'burst')) as Set<Part>;
const isUsable =
  [...sizes, runs].every((number) => Number.isSafeInteger(number) && number > 0) &&
  [...only].every((part) => parts.includes(part));

if (values.help || !isUsable) {
  process.stderr.write(help);
  process.exitCode = values.help ? 0 : 2;
} else {
  stopAllAtExit();
  try {
    const report = await bench();
    process.stdout.write(values.json ? toJson(report) : `${machine()}\n\n${table(report)}`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

async function bench(): Promise<Report> {
  const report = new Map();
  const identities = {
    a: await generateIdentity('a.bench' as ServerName),
    b: await generateIdentity('b.bench' as ServerName),
  };
  for (const channels of sizes) {
    const figures: Figures[] = [];
    for (let run = 1; run <= runs; run++) {
      process.stderr.write(`${channels} channels, run ${run} of ${runs}\n`);
      const directory = mkdtempSync(join(tmpdir(), 'cburst-bench-'));
      process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
      const [port] = await freePorts(1);
      figures.push(await benchRun({ ...amounts, channels, only, directory, port: port!, identities }));
      rmSync(directory, { recursive: true, force: true });
    }
    report.set(channels, summarize(figures));
  }
  return report;
}

function machine(): string {
  const [cpu] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  const load = loadavg().map((each) => each.toFixed(1));
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim()}), ${gib} GiB, load ${load.join(' ')}, ${runs} runs`;
}
