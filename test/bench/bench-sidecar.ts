import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Identity } from '../../src/peer/keygen.ts';
import { formatPin } from '../../src/peer/spki-pin.ts';
import { nowMs } from './clock.ts';
import { start, stop } from './processes.ts';
import { scrape } from './scrape.ts';

/** As shipped: `npm run build` makes it. */
const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const startMsMax = 120_000;

/** Makes a sidecar that was started with `snapshots` write its heap into its directory. */
export const heapSignal = 'SIGUSR2';

export interface BenchSidecarOptions {
  readonly name: string;
  readonly directory: string;
  /** It takes heap snapshots when it is told to. */
  readonly snapshots: boolean;
  readonly identity: Identity;
  /** Where it takes connections; null: it only dials. */
  readonly listens: number | null;
  readonly peers: readonly BenchPeer[];
  /** Where it tells its figures. */
  readonly metrics: number;
  /** As many channels a peer may have. */
  readonly channelsMax: number;
}

export interface BenchPeer {
  readonly name: string;
  readonly identity: Identity;
  /** A port; null: the peer dials. */
  readonly dials: number | null;
}

interface LogEvent {
  readonly event: string;
  readonly atMs: number;
  readonly channels?: number;
}

/** A sidecar as an operator runs it, in a process of its own. */
export class BenchSidecar {
  readonly hostTarget: string;
  readonly opsTarget: string;
  readonly #options: BenchSidecarOptions;
  #child: ChildProcess | null = null;
  #log: LogEvent[] = [];
  #errors = '';
  #wake: () => void = () => {};

  constructor(options: BenchSidecarOptions) {
    this.#options = options;
    this.hostTarget = `unix:${options.directory}/host.sock`;
    this.opsTarget = `unix:${options.directory}/ops.sock`;
    this.configure({ compressed: true });
  }

  /** From its next start on. */
  configure(how: { readonly compressed: boolean }): void {
    writeConfig(this.#options, how);
  }

  /** Its figures, by series. What it tells since it was last asked begins anew. */
  metrics(): Promise<Map<string, number>> {
    return scrape(this.#options.metrics);
  }

  get name(): string {
    return this.#options.name;
  }

  get directory(): string {
    return this.#options.directory;
  }

  get started(): boolean {
    return this.#child !== null;
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  /** Starts it. Returns how long it took until it served, and how many channels it had then. */
  async start(): Promise<{ ms: number; channels: number }> {
    const startedAt = nowMs();
    const { directory, snapshots } = this.#options;
    const flags = snapshots ? [`--heapsnapshot-signal=${heapSignal}`] : [];
    const args = [...flags, program, 'sidecar', '--config', join(directory, 'sidecar.toml')];
    const child = start(process.execPath, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#log = [];
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => this.#line(line));
    }
    child.once('exit', () => this.#wake());
    const { atMs, channels } = await this.logged('sidecar.started');
    return { ms: atMs - startedAt, channels: channels ?? 0 };
  }

  /** The first such event since `sinceMs`, of those logged or to come. */
  async logged(event: string, sinceMs = 0): Promise<LogEvent> {
    const deadline = nowMs() + startMsMax;
    for (;;) {
      const found = this.#log.find((each) => each.event === event && each.atMs >= sinceMs);
      if (found !== undefined) return found;
      if (this.#child!.exitCode !== null || nowMs() > deadline)
        throw new Error(`${this.#options.name}: no ${event}: ${this.#errors}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  stop(signal: NodeJS.Signals): Promise<void> {
    return stop(this.#child!, signal);
  }

  /** Of a stopped one: the next start is its first. */
  forget(): void {
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(join(this.#options.directory, `cburst.db${suffix}`), { force: true });
  }

  #line(line: string): void {
    const atMs = nowMs();
    try {
      const { event, channels, level, msg } = JSON.parse(line);
      this.#log.push({ event, atMs, channels });
      if (['error', 'fatal'].includes(level)) this.#errors += `${msg}\n`;
    } catch {
      this.#errors += `${line}\n`;
    }
    this.#wake();
  }
}

function writeConfig(options: BenchSidecarOptions, { compressed }: { readonly compressed: boolean }): void {
  const { name, directory, identity, listens, peers, metrics, channelsMax } = options;
  mkdirSync(directory, { mode: 0o700, recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(directory, file), text, { mode: 0o600 });
  write('peer.key', identity.keyPem);
  write('peer.crt', identity.certificatePem);
  write(
    'sidecar.toml',
    `[server]
name = "${name}"
casemapping = "ascii"
[logging]
level = "info"
format = "json"
[api]
host_socket = "host.sock"
ops_socket = "ops.sock"
[store]
path = "cburst.db"
[guard]
max_channels = ${channelsMax}
[metrics]
listen = "127.0.0.1:${metrics}"
[peers]
${listens === null ? '' : `listen = "127.0.0.1:${listens}"`}
${compressed ? '' : 'compression = []'}
key = "peer.key"
certificate = "peer.crt"
${peers.map(peerTable).join('')}`,
  );
}

function peerTable({ name, identity, dials }: BenchPeer): string {
  return `[[peers.peer]]
name = "${name}"
pin = "${formatPin(identity.pin)}"
${dials === null ? '' : `address = "127.0.0.1:${dials}"`}
`;
}
