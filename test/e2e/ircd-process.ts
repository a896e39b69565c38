import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

/** What the launchers of all ircds take. */
export interface IrcdOptions {
  /** Server name, e.g. `a.test`. */
  readonly name: string;
  /** An existing directory; the files go to `<dir>/<name>`. */
  readonly dir: string;
  /** Name under which the adapter links. */
  readonly adapterName: string;
  /** Which password the adapter sends. Default `adapter-to-ircd`. */
  readonly adapterSends?: string;
  /** Which password the ircd sends. Default `ircd-to-adapter`. */
  readonly ircdSends?: string;
  /** Lines added to the configuration, e.g. the block of another server. */
  readonly extraConfig?: string;
}

/** A real ircd as a process. `op` with the password `oppw` may become IRC operator. */
export interface Ircd {
  readonly name: string;
  readonly clientPort: number;
  /** On some ircds the same as `clientPort`. */
  readonly serverPort: number;
  readonly adapterSends: string;
  readonly ircdSends: string;
  readonly configFile: string;
  readonly logFile: string;
  /** Of its present run. */
  readonly pid: number;
  /** Starts it (again) on the same ports with nothing remembered; done when it accepts connections. */
  start(): Promise<void>;
  /** Ends it with `signal` (default SIGTERM), after 5 s with SIGKILL, and waits for its end. Not running: nothing happens. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Stop and start: the ircd comes back empty. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** What suites look for, and the variables that rule the search. */
export interface IrcdProgram {
  readonly program: string;
  /** Environment variable with the program's path, before every other place. */
  readonly pathVariable: string;
  /** Environment variable that is set in CI: the suite fails instead of being skipped. */
  readonly requireVariable: string;
}

export const inspircdProgram: IrcdProgram = {
  program: 'inspircd',
  pathVariable: 'CBURST_INSPIRCD',
  requireVariable: 'CBURST_REQUIRE_INSPIRCD',
};

export const ngircdProgram: IrcdProgram = {
  program: 'ngircd',
  pathVariable: 'CBURST_NGIRCD',
  requireVariable: 'CBURST_REQUIRE_NGIRCD',
};

export const athemeProgram: IrcdProgram = {
  program: 'atheme-services',
  pathVariable: 'CBURST_ATHEME',
  requireVariable: 'CBURST_REQUIRE_ATHEME',
};

export const hybridProgram: IrcdProgram = {
  program: 'ircd-hybrid',
  pathVariable: 'CBURST_HYBRID',
  requireVariable: 'CBURST_REQUIRE_HYBRID',
};

/** Where the program is, or null. */
export function findIrcd({ program, pathVariable }: IrcdProgram): string | null {
  const given = process.env[pathVariable];
  if (given) return isExecutable(given) ? given : null;
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.map((directory) => join(directory, program)).find(isExecutable) ?? null;
}

/** True when suites that need the program are to be skipped: it is not there and nobody requires it. */
export function skipWithout(ircd: IrcdProgram): boolean {
  return findIrcd(ircd) === null && !process.env[ircd.requireVariable];
}

/** Where the program is; throws, with how to get it, where it is not. */
export function requireIrcd(ircd: IrcdProgram): string {
  const found = findIrcd(ircd);
  if (found !== null) return found;
  const { program, pathVariable } = ircd;
  throw new Error(
    `${program} is not installed: run .ci/install-ircds as root, or name it in ${pathVariable}`,
  );
}

/**
 * An ircd that has not ended by then is killed: the handler that ircd-hybrid 8.2.43 has for SIGTERM does what no handler may, and
 * once stood still for ever, waiting for a lock of the C library that the interrupted work held.
 */
const STOP_MS_MAX = 5_000;

/** Starts and ends one program that listens on `port`. */
export class IrcdProcess {
  readonly #command: readonly string[];
  readonly #port: number;
  readonly #options: SpawnOptions;
  #child: ChildProcess | null = null;

  constructor(command: readonly string[], port: number, options: SpawnOptions = {}) {
    this.#command = command;
    this.#port = port;
    this.#options = options;
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  async start(): Promise<void> {
    const [program, ...args] = this.#command as [string, ...string[]];
    const child = spawn(program, args, { ...this.#options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('latin1').on('data', (text: string) => {
        output = (output + text).slice(-4000);
      });
    }
    child.once('error', (error) => {
      output += error.message;
    });
    this.#child = child;
    while (!(await answers(this.#port))) {
      if (child.pid === undefined || ended(child)) throw new Error(`${program} ended at start: ${output}`);
    }
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || ended(child)) return;
    const end = once(child, 'exit');
    child.kill(signal);
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await end;
    clearTimeout(impatience);
  }

  async restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.stop(signal);
    await this.start();
  }
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** True once who connects and leaves is told something; an ircd that does not listen yet is asked again after a moment. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => socket.write('QUIT\r\n'));
    socket.once('data', () => done(true));
    socket.once('error', () => setTimeout(done, RETRY_MS, false));
    socket.once('end', () => setTimeout(done, RETRY_MS, false));
  });
}

const RETRY_MS = 20;
