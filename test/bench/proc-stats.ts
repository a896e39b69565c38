import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of all threads of a process, in seconds, to the nanosecond. */
export function cpuSeconds(pid: number): number {
  let ns = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // The thread ended since the directory was read.
    }
  }
  return ns / 1e9;
}

/** Resident size of a process. */
export function residentBytes(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match![1]) * 1024;
}

const lookMs = 150;
const idleShare = 0.02;
const idleLooks = 3;
const idleLooksMax = 1000;

/**
 * Resolves when the processes have had nothing to do for half a second. Processor time tells, whatever else the machine
 * does. Rejects when they never come to rest.
 */
export async function idle(pids: readonly number[]): Promise<void> {
  let calm = 0;
  let before = pids.map(cpuSeconds);
  for (let look = 0; calm < idleLooks; look++) {
    if (look === idleLooksMax) throw new Error('a process that should have nothing to do is busy');
    await pause(lookMs);
    const now = pids.map(cpuSeconds);
    calm = now.every((used, index) => used - before[index]! < (lookMs / 1000) * idleShare) ? calm + 1 : 0;
    before = now;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
