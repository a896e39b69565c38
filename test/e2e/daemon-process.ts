import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** How long one wait for a log line may last before the test fails. */
const waitMsMax = 20_000;

/** One line of a daemon's JSON log. */
export interface LogLine {
  readonly event?: string;
  readonly level: string;
  readonly msg: string;
  readonly [key: string]: unknown;
}

/** `cburst <arguments>` as a process whose log is read. */
export class DaemonProcess {
  /** Of every start, oldest first. */
  readonly log: LogLine[] = [];
  /** What it wrote that is no log line: a crash. */
  output = '';
  readonly #args: readonly string[];
  readonly #readyEvent: string | null;
  readonly #nodeArgs: readonly string[];
  readonly #watchers = new Set<() => void>();
  #child: ChildProcess | null = null;
  /** It has ended and everything it wrote was read. */
  #finished = false;

  /**
   * `readyEvent`: the log event that says that it has started; null: none is waited for. `nodeArgs`: what Node is told besides.
   */
  constructor(args: readonly string[], readyEvent: string | null, nodeArgs: readonly string[] = []) {
    this.#nodeArgs = nodeArgs;
    this.#args = args;
    this.#readyEvent = readyEvent;
  }

  /** Of its present run. */
  get pid(): number {
    return this.#child!.pid!;
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async start(): Promise<void> {
    const from = this.log.length;
    const child = spawn(process.execPath, [...this.#nodeArgs, MAIN, ...this.#args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#finished = false;
    for (const stream of [child.stdout, child.stderr]) this.#read(stream);
    child.once('close', () => {
      if (this.#child === child || this.#child === null) this.#finished = true;
      this.#wake();
    });
    if (this.#readyEvent !== null) await this.waitForLog(this.#readyEvent, from);
  }

  /** Waits for its end. Not running: nothing happens. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === null || !this.running) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    this.#child = null;
  }

  /** The exit code of its present run, once it has ended by itself. */
  async ended(): Promise<number | null> {
    const child = this.#child!;
    if (this.running) await once(child, 'exit');
    return child.exitCode;
  }

  async restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  /** The first log line of that event at or after index `from`. */
  waitForLog(event: string, from = 0, fits: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        finish();
      };
      const fail = (why: string) => {
        const tail = this.log.slice(-8).map((line) => JSON.stringify(line));
        settle(() =>
          reject(
            new Error(
              `${this.#args.join(' ')}: ${why} waiting for ${event}\n${tail.join('\n')}\n${this.output}`,
            ),
          ),
        );
      };
      const look = () => {
        const found = this.log.slice(from).find((line) => line.event === event && fits(line));
        if (found !== undefined) settle(() => resolve(found));
        else if (this.#finished) fail('it ended');
      };
      const timer = setTimeout(() => fail('time is up'), waitMsMax);
      this.#watchers.add(look);
      look();
    });
  }

  #read(stream: NodeJS.ReadableStream): void {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) this.#line(line);
      this.#wake();
    });
  }

  #line(line: string): void {
    try {
      this.log.push(JSON.parse(line));
    } catch {
      this.output += `${line}\n`;
    }
  }

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }
}
