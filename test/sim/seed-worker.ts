import { parentPort, workerData } from 'node:worker_threads';
import type { FaultOptions } from './faults.ts';
import { addOutcome, newSummary } from './report.ts';
import { runSeed } from './run-seed.ts';

/** What a worker is to do: every `step`-th seed. */
export interface SeedWork {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly faults: FaultOptions;
  /** Ends at the first that fails. */
  readonly stopAtFirst: boolean;
}

/** Seeds after which progress is told. */
const TELL_EVERY = 25;

const { from, to, step, faults, stopAtFirst } = workerData as SeedWork;
let summary = newSummary();
for (let seed = from; seed <= to; seed += step) {
  addOutcome(summary, runSeed(seed, faults));
  if (stopAtFirst && summary.failed.length > 0) break;
  if (summary.runs < TELL_EVERY) continue;
  parentPort!.postMessage(summary);
  summary = newSummary();
}
parentPort!.postMessage(summary);
