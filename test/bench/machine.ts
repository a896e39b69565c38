import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** Where, when and of what the figures are. */
export interface MachineFacts {
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGib: number;
  /** Processes that wanted to run, on average: over 1, 5 and 15 minutes. */
  readonly load: readonly number[];
}

export function machineFacts(): MachineFacts {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    node: process.version,
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGib: Math.round(totalmem() / 2 ** 30),
    load: loadavg().map((each) => Number(each.toFixed(1))),
  };
}

/** `loadBefore`: of when the bench began. */
export function machineText(facts: MachineFacts, loadBefore: readonly number[]): string {
  const { date, commit, node, cores, processor, memoryGib, load } = facts;
  return `${date}, commit ${commit}, Node ${node}, ${cores} cores (${processor}), ${memoryGib} GiB, load ${loadBefore.join(' ')} before, ${load.join(' ')} after`;
}

/** With a plus where files differ from it. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '-uno') === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}
