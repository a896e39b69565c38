import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { BranchCounters } from './branch-counters.ts';
import { type Finding, FuzzLoop } from './fuzz-loop.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { type FuzzReport, type FuzzTask, headerBytes } from './fuzz-task.ts';
import { SeenBranches } from './seen-branches.ts';

const progressMs = 500;

const task = workerData as FuzzTask;
const counters = new BranchCounters();
counters.install(new URL('../../src/', import.meta.url).href);
// Only now: what is loaded before has no counters.
const { target } = (await import(`./${task.target}-target.ts`)) as { target: FuzzTarget };
counters.hits.fill(0);
const loop = new FuzzLoop(target, task, { seen: new SeenBranches(counters), running: noteRunning() });
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

if (task.replay !== null) replay(task.replay);
else fuzz();

function fuzz(): void {
  collectGarbage();
  const before = memoryBytes();
  let finding: Finding | null = null;
  while (!loop.done && finding === null) {
    finding = loop.advance(progressMs);
    report({ kind: 'progress', stats: loop.stats });
  }
  if (finding !== null) {
    report({ kind: 'finding', stats: loop.stats, finding: loop.shrink(finding) });
    return;
  }
  collectGarbage();
  report({ kind: 'done', stats: loop.stats, keptBytes: memoryBytes() - before });
}

function replay(input: string): void {
  // Not caught: the whole stack is wanted.
  target.run(input);
  const what = loop.growsStill(input);
  if (what !== null) report({ kind: 'finding', stats: loop.stats, finding: { input, what } });
  else report({ kind: 'done', stats: loop.stats, keptBytes: 0 });
}

function memoryBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function report(message: FuzzReport): void {
  parentPort!.postMessage(message);
}

function noteRunning(): (input: string) => void {
  const header = new Int32Array(task.running, 0, headerBytes / 4);
  const bytes = Buffer.from(task.running, headerBytes);
  return (input) => {
    header[1] = bytes.write(input, 'latin1');
    Atomics.add(header, 0, 1);
  };
}
