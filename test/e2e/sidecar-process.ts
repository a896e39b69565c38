import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpsClient } from '../../src/cli/ops-client.ts';
import type { Casemapping } from '../../src/core/casemapping.ts';
import { formatPin } from '../../src/peer/spki-pin.ts';
import type { GetChannelResponse__Output } from '../../src/proto-types/cburst/v1/GetChannelResponse.ts';
import { logLineProblem } from '../support/log-line-problem.ts';
import { identityOf } from '../support/test-identity.ts';
import { DaemonProcess, type LogLine } from './daemon-process.ts';
import { freePorts } from './free-port.ts';

export interface SidecarOptions {
  /** Server name. */
  readonly name: string;
  /** Whose key it has; default: the one of its name. */
  readonly identity?: string;
  readonly casemapping?: Casemapping;
  readonly peers?: readonly SidecarPeer[];
  /** More lines of the `[api]` section. */
  readonly api?: string;
  /** Default: the one of the configuration. */
  readonly compression?: readonly string[];
  /** What its heap may grow to, MB; default: Node's. */
  readonly heapMb?: number;
  /** More sections of the configuration. */
  readonly sections?: string;
}

export interface SidecarPeer {
  readonly name: string;
  /** Whose pin is configured for it; default: the one of its name. */
  readonly identity?: string;
  /** The loopback port to dial; left out: it dials. */
  readonly port?: number;
  /** More lines of its block. */
  readonly rules?: string;
}

/** Decides without a name, and in earnest. */
export const NOBODY = { by: '', validate_only: false };

/** A sidecar as a process, without an ircd: a test is its host or its peer. */
export class SidecarProcess {
  readonly name: string;
  /** Holds its configuration, key, store and sockets. */
  readonly directory: string;
  /** Where it accepts peers. */
  readonly port: number;
  readonly process: DaemonProcess;
  readonly ops: OpsClient;

  private constructor({ name, heapMb }: SidecarOptions, directory: string, port: number) {
    this.name = name;
    this.directory = directory;
    this.port = port;
    this.process = new DaemonProcess(
      ['sidecar', '--config', join(directory, 'sidecar.toml')],
      'sidecar.started',
      heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`],
    );
    this.ops = new OpsClient({ target: `unix:${directory}/ops.sock`, token: null });
  }

  /** Writes its configuration to `parent`/`directory` and starts it. `port`: where it listens, a free one by default. */
  static async start(parent: string, options: SidecarOptions, port?: number): Promise<SidecarProcess> {
    const sidecar = await SidecarProcess.prepare(parent, options, port);
    await sidecar.process.start();
    return sidecar;
  }

  /** As `start`, without the start. */
  static async prepare(parent: string, options: SidecarOptions, port?: number): Promise<SidecarProcess> {
    const directory = join(parent, options.identity ?? options.name);
    mkdirSync(directory, { mode: 0o700, recursive: true });
    const listens = port ?? (await freePorts(1))[0]!;
    await writeConfig(directory, options, listens);
    return new SidecarProcess(options, directory, listens);
  }

  get hostTarget(): string {
    return `unix:${this.directory}/host.sock`;
  }

  /** A log line of that event whose text, wherever in it, contains `words`. */
  logged(event: string, words: string): Promise<LogLine> {
    return this.process.waitForLog(event, 0, (line) => JSON.stringify(line).includes(words));
  }

  /** Everything that it wrote so far. */
  get everythingLogged(): string {
    return this.process.log.map((line) => JSON.stringify(line)).join('\n') + this.process.output;
  }

  /** Names of the channels that it knows, whoever holds them. */
  async channelNames(): Promise<string[]> {
    const { channels } = await this.ops.channels(Buffer.alloc(0), 1000);
    return channels.map(({ name }) => name.toString('latin1'));
  }

  channel(name: string): Promise<GetChannelResponse__Output> {
    return this.ops.channel(Buffer.from(name, 'latin1'));
  }

  async peer(name: string) {
    const { peers } = await this.ops.peers();
    return peers.find(({ server }) => server === name)!;
  }

  /** Ends it. Rejects where its log has a line that the table of events does not know. */
  async stop(): Promise<void> {
    this.ops.close();
    await this.process.stop();
    for (const line of this.process.log) {
      const problem = logLineProblem(line);
      if (problem !== null) throw new Error(`the log has a line that no table tells of: ${problem}`);
    }
  }
}

async function writeConfig(directory: string, options: SidecarOptions, port: number): Promise<void> {
  const { name, casemapping = 'ascii', peers = [], api = '', compression, sections = '' } = options;
  const { keyPem, certificatePem } = await identityOf(options.identity ?? name);
  const blocks = await Promise.all(peers.map(peerBlock));
  const write = (file: string, text: string) => writeFileSync(join(directory, file), text, { mode: 0o600 });
  write('peer.key', keyPem);
  write('peer.crt', certificatePem);
  write(
    'sidecar.toml',
    `[server]
name = "${name}"
casemapping = "${casemapping}"
[logging]
level = "debug"
format = "json"
[api]
host_socket = "host.sock"
ops_socket = "ops.sock"
${api}
[peers]
listen = "127.0.0.1:${port}"
${compression === undefined ? '' : `compression = ${JSON.stringify(compression)}\n`}${blocks.join('')}${sections}`,
  );
}

async function peerBlock({ name, identity = name, port, rules }: SidecarPeer): Promise<string> {
  const { pin } = await identityOf(identity);
  return `[[peers.peer]]
name = "${name}"
pin = "${formatPin(pin)}"
${port === undefined ? '' : `address = "127.0.0.1:${port}"\n`}${rules === undefined ? '' : `${rules}\n`}`;
}
