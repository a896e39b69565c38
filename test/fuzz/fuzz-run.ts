import { Worker } from 'node:worker_threads';
import type { Finding, FuzzStats } from './fuzz-loop.ts';
import { type FuzzReport, type FuzzTask, headerBytes } from './fuzz-task.ts';

/** An input that has not come to its end by then never will: the slowest take milliseconds. */
const hangMs = 20_000;
const watchMs = 1000;

/** Longest input that a hang or a crash can be told of. */
const inputBytesMax = 1 << 22;

/** Memory of a worker: the corpus and what one input may need, many times over. */
const heapMbMax = 768;

/** What may be left after a target ran and its memory was collected: its corpus, compiled code. */
const keptBytesMax = 96 * 1024 * 1024;

export interface FuzzOutcome {
  readonly target: string;
  readonly stats: FuzzStats;
  readonly seconds: number;
  readonly finding: Finding | null;
}

/** Runs one target in a thread of its own, watched from here: what hangs or takes all memory is a finding too. */
export function fuzzTarget(
  task: Omit<FuzzTask, 'running'>,
  progress: (stats: FuzzStats) => void,
): Promise<FuzzOutcome> {
  const running = new SharedArrayBuffer(headerBytes + inputBytesMax);
  const startedAt = performance.now();
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData: { ...task, running },
    resourceLimits: { maxOldGenerationSizeMb: heapMbMax },
  });
  let stats = noStats;
  return new Promise((resolve) => {
    const finish = (finding: Finding | null) => {
      clearInterval(watch);
      void worker.terminate();
      const seconds = (performance.now() - startedAt) / 1000;
      resolve({ target: task.target, stats, seconds, finding });
    };
    const watch = watchForHang(running, () =>
      finish({ input: inputIn(running), what: `no end within ${hangMs} ms` }),
    );
    worker.on('message', (report: FuzzReport) => {
      stats = report.stats;
      if (report.kind === 'progress') progress(stats);
      else if (report.kind === 'finding') finish(report.finding);
      else if (report.keptBytes <= keptBytesMax) finish(null);
      else finish({ input: '', what: `${report.keptBytes} bytes are kept after all inputs` });
    });
    worker.on('error', (error) =>
      finish({ input: inputIn(running), what: String((error as Error).stack ?? error) }),
    );
  });
}

/** Calls `hung` when the number of runs stays the same for too long. */
function watchForHang(running: SharedArrayBuffer, hung: () => void): NodeJS.Timeout {
  const header = new Int32Array(running, 0, headerBytes / 4);
  let runs = -1;
  let sinceMs = performance.now();
  return setInterval(() => {
    const now = performance.now();
    const present = Atomics.load(header, 0);
    if (present !== runs) sinceMs = now;
    runs = present;
    if (present > 0 && now - sinceMs > hangMs) hung();
  }, watchMs);
}

function inputIn(running: SharedArrayBuffer): string {
  const length = new Int32Array(running, 0, headerBytes / 4)[1]!;
  return Buffer.from(running, headerBytes, length).toString('latin1');
}

const noStats: FuzzStats = {
  inputs: 0,
  corpus: 0,
  branches: 0,
  slowestUsPerByte: 0,
  slowestBytes: 0,
  growthChecks: 0,
  heapMaxBytes: 0,
};
