import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-port.ts';

export interface MiniIrcdOptions {
  /** Server name, e.g. `a.test`. */
  readonly name: string;
  /** gRPC target of the sidecar's host API, `unix:/path`; null: it runs alone. */
  readonly sidecar: string | null;
  /** Default `rfc1459`. */
  readonly casemapping?: 'ascii' | 'rfc1459' | 'rfc1459-strict';
}

/** The mini ircd as a process. `op` with the password `oppw` may become IRC operator. */
export interface MiniIrcd {
  readonly name: string;
  readonly clientPort: number;
  /** The lines of its output so far, of every start. */
  readonly output: readonly string[];
  /** Starts it (again) on the same port with nothing remembered; done when it accepts clients. */
  start(): Promise<void>;
  /** Ends it with `signal` (default SIGTERM) and waits for its end. Not running: nothing happens. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Stop and start: the ircd comes back empty. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts a mini ircd on a free loopback port. */
export async function startMiniIrcd(options: MiniIrcdOptions): Promise<MiniIrcd> {
  const [port] = (await freePorts(1)) as [number];
  const ircd = new MiniIrcdProcess(options, port);
  await ircd.start();
  return ircd;
}

const MAIN = fileURLToPath(new URL('../../examples/mini-ircd/main.ts', import.meta.url));

class MiniIrcdProcess implements MiniIrcd {
  readonly name: string;
  readonly clientPort: number;
  readonly output: string[] = [];
  readonly #options: MiniIrcdOptions;
  #child: ChildProcess | null = null;

  constructor(options: MiniIrcdOptions, port: number) {
    this.#options = options;
    this.name = options.name;
    this.clientPort = port;
  }

  async start(): Promise<void> {
    const { name, sidecar, casemapping = 'rfc1459' } = this.#options;
    const flags = ['--name', name, '--port', String(this.clientPort), '--casemapping', casemapping];
    const child = spawn(
      process.execPath,
      [MAIN, ...flags, ...(sidecar === null ? [] : ['--sidecar', sidecar])],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, MINI_IRCD_OPER: 'op:oppw' },
      },
    );
    this.#child = child;
    await this.#ready(child);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  #ready(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      for (const stream of [child.stdout!, child.stderr!]) {
        let rest = '';
        stream.setEncoding('utf8').on('data', (text: string) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop()!;
          this.output.push(...lines);
          if (lines.some((line) => line.startsWith('ready: '))) resolve();
        });
      }
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`the mini ircd ended at start: ${this.output.join('\n')}`)));
    });
  }
}
