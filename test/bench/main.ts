import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { type BenchArguments, help, readArguments } from './arguments.ts';
import { type BenchReport, toJson, toMarkdown } from './bench-report.ts';
import { chartOf } from './chart/chart-of.ts';
import { drawChart } from './chart/draw-chart.ts';
import { type Comparison, compare } from './compare.ts';
import { measureGrowth } from './growth.ts';
import { machineFacts } from './machine.ts';
import { measureMesh } from './measure-mesh.ts';
import { stopAllAtExit } from './processes.ts';
import { replaceBetween } from './replace-between.ts';

/** What the figures in docs/performance.md are made with. */
const amounts = { restMs: 10_000, sequentialChanges: 1000, pipelinedChanges: 20_000 };
const marks = ['<!-- bench: begin -->', '<!-- bench: end -->'] as const;

const args = process.argv.slice(2);
const options = readArguments(args);
if (options === null) {
  process.stderr.write(help);
  process.exitCode = args.includes('--help') ? 0 : 2;
} else {
  stopAllAtExit();
  try {
    const report = await measure(options);
    process.stdout.write(options.json ? toJson(report) : toMarkdown(report));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

/** Files are written after each step: a later one that fails costs nothing that was measured. */
async function measure(options: BenchArguments): Promise<BenchReport> {
  const loadBefore = loadavg().map((each) => Number(each.toFixed(1)));
  const comparisons: Comparison[] = [];
  const fixed = { loadBefore, runs: options.runs, comparisons };
  let report: BenchReport = { ...fixed, machine: machineFacts(), growth: null, mesh: null };
  const save = (more: Partial<BenchReport>) => {
    report = { ...report, ...more, machine: machineFacts() };
    write(report, options);
  };
  const { only, runs, vs, minutes } = options;
  for (const channels of options.sizes) {
    comparisons.push(await compare({ ...amounts, channels, only, runs, vs, say }));
    save({});
  }
  if (options.mesh !== null) save({ mesh: await measureMesh({ sizes: options.mesh, say }) });
  if (options.growth !== null) save({ growth: await measureGrowth({ sizes: options.growth, minutes, say }) });
  return report;
}

function write(report: BenchReport, { chart, docs }: BenchArguments): void {
  if (chart !== null) writeFileSync(chart, drawChart(chartOf(report)));
  if (docs !== null)
    writeFileSync(docs, replaceBetween(readFileSync(docs, 'utf8'), ...marks, toMarkdown(report)));
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
