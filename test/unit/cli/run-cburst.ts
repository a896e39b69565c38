import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const main = resolve('src/main.ts');

/** Starts `cburst` as an operator would: another process, no terminal. It does not outlive the test. */
export function startCburst(
  args: readonly string[],
  options: RunOptions = {},
): ChildProcessWithoutNullStreams {
  return startNode([main, ...args], options);
}

/** Starts another Node that does not outlive the test. */
export function startNode(args: readonly string[], options: RunOptions = {}): ChildProcessWithoutNullStreams {
  const env = { PATH: process.env.PATH, ...options.env };
  const child = spawn(process.execPath, args, { cwd: options.cwd, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Runs `cburst` to its end. */
export function runCburst(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return finished(startCburst(args, options));
}

export function finished(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
