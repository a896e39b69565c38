import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';

/** A call of a program to the kernel: the `number`-th of its kind, from 1. */
export interface SystemCall {
  readonly name: string;
  readonly number: number;
}

/** How a traced program ended, and what it wrote on standard output until then. */
export interface TracedRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

/**
 * True when suites that need strace are to be skipped. With CBURST_REQUIRE_STRACE set (CI) nothing is skipped: without the
 * program they fail.
 */
export function skipWithoutStrace(): boolean {
  return findStrace() === null && !process.env.CBURST_REQUIRE_STRACE;
}

/** Runs a Node program as it is. `directory` is for files of the run: the first fills a cache for the others. */
export function runWhole(program: readonly string[], directory: string): Promise<TracedRun> {
  return run(process.execPath, program, directory);
}

/** Runs a Node program and lists its calls of these names, in order. */
export async function listCalls(
  names: readonly string[],
  program: readonly string[],
  directory: string,
): Promise<SystemCall[]> {
  const log = join(directory, 'calls');
  const { code } = await strace(['-f', '-o', log, `--trace=${names.join()}`], program, directory);
  if (code !== 0) throw new Error(`the program ended with ${code}`);
  return numbered(readFileSync(log, 'latin1'));
}

/** Runs a Node program and returns strace's log of its calls of these names, with all that they were given. */
export async function logCalls(
  names: readonly string[],
  program: readonly string[],
  directory: string,
): Promise<string> {
  const log = join(directory, 'log');
  const whole = ['-f', '-y', '-xx', '-s', '100000000'];
  const { code } = await strace([...whole, '-o', log, `--trace=${names.join()}`], program, directory);
  if (code !== 0) throw new Error(`the program ended with ${code}`);
  return readFileSync(log, 'latin1');
}

/** Runs a Node program and kills it (SIGKILL) as its main thread enters `call`, which does not happen any more. */
export function killAt(
  { name, number }: SystemCall,
  program: readonly string[],
  directory: string,
): Promise<TracedRun> {
  const options = ['-o', '/dev/null', `--trace=${name}`, `--inject=${name}:signal=KILL:when=${number}`];
  return strace(options, program, directory);
}

/**
 * Runs a Node program of whose main thread `call` fails with `error`, e.g. `ENOSPC`; with `forever` all later ones of that
 * name too.
 */
export function failAt(
  { name, number }: SystemCall,
  { error, forever }: { error: string; forever: boolean },
  program: readonly string[],
  directory: string,
): Promise<TracedRun> {
  const when = `${number}${forever ? '+' : ''}`;
  const options = ['-o', '/dev/null', `--trace=${name}`, `--inject=${name}:error=${error}:when=${when}`];
  return strace(options, program, directory);
}

/** Runs `check` for all, as many at a time as there are processors. After a failure it starts no more. */
export async function eachInParallel<T>(all: readonly T[], check: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const failures: unknown[] = [];
  const lane = async () => {
    while (waiting.length > 0 && failures.length === 0) {
      await check(waiting.shift()!).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  if (failures.length > 0) throw failures[0];
}

function strace(
  options: readonly string[],
  program: readonly string[],
  directory: string,
): Promise<TracedRun> {
  const path = findStrace();
  if (path === null) throw new Error('strace is not installed (Debian: apt-get install strace)');
  return run(path, ['-qq', ...options, process.execPath, ...program], directory);
}

async function run(path: string, args: readonly string[], directory: string): Promise<TracedRun> {
  // The start is most of what a run takes.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(directory, 'compiled') };
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout };
}

function findStrace(): string | null {
  const paths = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'strace'));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** strace counts each thread's calls of each name on their own; so it has to be one thread that makes them. */
function numbered(log: string): SystemCall[] {
  const counts = new Map<string, number>();
  const threads = new Set<string>();
  const calls: SystemCall[] = [];
  for (const [, thread, name] of log.matchAll(/^(\d+) +(\w+)\(/gm)) {
    threads.add(thread!);
    const number = (counts.get(name!) ?? 0) + 1;
    counts.set(name!, number);
    calls.push({ name: name!, number });
  }
  if (threads.size > 1) throw new Error('several threads make the calls: their numbers mean nothing');
  return calls;
}
