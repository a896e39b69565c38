import { type ChildProcess, fork, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { callsOf, type Handlers } from './remote-calls.ts';

const running = new Set<ChildProcess>();
/** Processes that others started, by id. */
const foreign = new Set<number>();

/** Every process that the bench starts is one of these, so that none is left whatever ends the bench. */
export function start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return remember(spawn(command, args, options));
}

/** A helper of this directory, and how to call it. */
export function startHelper<H extends Handlers>(file: string) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = remember(fork(path, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  return { child, call: callsOf<H>(child), stop: () => stop(child, 'SIGKILL') };
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** A process that is not a child of these functions, and must not outlive the bench either. Returns what to call at its end. */
export function watchOver(pid: number): () => void {
  foreign.add(pid);
  return () => foreign.delete(pid);
}

/** On every way out, Ctrl-C among them. */
export function stopAllAtExit(): void {
  process.once('exit', () => {
    for (const child of running) child.kill('SIGKILL');
    for (const pid of foreign) killIfThere(pid);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function remember(child: ChildProcess): ChildProcess {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}
