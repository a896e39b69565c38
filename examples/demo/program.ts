import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A program that does not end when it is asked to is killed after this. */
const STOP_MS_MAX = 10_000;
/** An answer of the command line takes a part of a second; one that does not come is a failure. */
const ANSWER_MS_MAX = 20_000;

const CBURST = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A `cburst` that runs until it is stopped. Its log goes to a file. */
export class Program {
  readonly #arguments: readonly string[];
  readonly #logFile: string;
  #child: ChildProcess | null = null;

  constructor(arguments_: readonly string[], logFile: string) {
    this.#arguments = arguments_;
    this.#logFile = logFile;
  }

  start(): void {
    const log = openSync(this.#logFile, 'a');
    this.#child = spawn(process.execPath, [CBURST, ...this.#arguments], { stdio: ['ignore', log, log] });
    closeSync(log);
  }

  /** Asks it to end and waits until it has. Not running: nothing happens. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(deadline);
  }
}

/** What a `cburst` command answers. */
export async function askCburst(...arguments_: string[]): Promise<string> {
  const options = { timeout: ANSWER_MS_MAX };
  const { stdout } = await promisify(execFile)(process.execPath, [CBURST, ...arguments_], options);
  return stdout;
}
