import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FaultOptions } from './faults.ts';
import { newSummary, type Summary } from './report.ts';
import type { SeedWork } from './seed-worker.ts';

export interface SeedRange {
  readonly from: number;
  readonly to: number;
  readonly faults: FaultOptions;
  readonly stopAtFirst?: boolean;
}

/** Runs all seeds on all processors. `progress` hears of every part that is done. */
export async function runSeeds(range: SeedRange, progress: (summary: Summary) => void): Promise<Summary> {
  const { from, to, faults, stopAtFirst = false } = range;
  const step = availableParallelism();
  const total = newSummary();
  const workers: Worker[] = [];
  const runs = Array.from({ length: step }, (_, index) => {
    const work: SeedWork = { from: from + index, to, step, faults, stopAtFirst };
    const worker = new Worker(new URL('./seed-worker.ts', import.meta.url), { workerData: work });
    workers.push(worker);
    return new Promise<void>((resolve, reject) => {
      worker.on('message', (part: Summary) => {
        addSummary(total, part);
        progress(total);
        if (stopAtFirst && total.failed.length > 0) for (const each of workers) void each.terminate();
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
  });
  await Promise.all(runs);
  total.failed.sort((a, b) => a.seed - b.seed);
  return total;
}

function addSummary(total: Summary, part: Summary): void {
  total.runs += part.runs;
  total.moments += part.moments;
  total.failed.push(...part.failed);
  for (const what of ['faults', 'reached', 'died'] as const) {
    for (const [name, count] of part[what]) total[what].set(name, (total[what].get(name) ?? 0) + count);
  }
}
