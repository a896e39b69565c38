import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHybrid } from '../../test/e2e/hybrid-process.ts';
import { startInspircd } from '../../test/e2e/inspircd-process.ts';
import { connectIrc, type IrcClient } from '../../test/e2e/irc-client.ts';
import type { Ircd as RealIrcd } from '../../test/e2e/ircd-process.ts';
import { startMiniIrcd } from '../../test/e2e/mini-ircd-process.ts';
import { startNgircd } from '../../test/e2e/ngircd-process.ts';
import type { IrcdKind } from '../../test/e2e/test-network.ts';
import { askCburst, Program } from './program.ts';

export type { IrcdKind };

const ircdNames: Readonly<Record<IrcdKind, string>> = {
  mini: 'mini ircd',
  inspircd: 'InspIRCd',
  ngircd: 'ngIRCd',
  hybrid: 'ircd-hybrid',
};

/** What all kinds of ircd can do. */
interface Ircd {
  readonly clientPort: number;
  start(): Promise<void>;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface DemoSideOptions {
  /** A capital letter: what the transcript calls it. */
  readonly label: string;
  /** Server name. */
  readonly name: string;
  readonly kind: IrcdKind;
  /** An existing directory; the files go to `<directory>/<label>`. */
  readonly directory: string;
}

export interface PeerSettings {
  readonly name: string;
  readonly pin: string;
  /** Where to dial it, null: it dials. */
  readonly port: number | null;
}

/** The only one that all the ircds have. */
const NETWORK_CASEMAPPING = 'ascii';

/** One server of the demo: an ircd, its sidecar, and but for the mini ircd the adapter between them. */
export class DemoSide {
  readonly label: string;
  readonly name: string;
  readonly kind: IrcdKind;
  readonly directory: string;
  readonly sidecar: Program;
  /** Null for the mini ircd, which speaks to its sidecar itself. */
  readonly adapter: Program | null;
  readonly #sidecarConfig: string;
  readonly #clients: IrcClient[] = [];
  #ircd: Ircd | null = null;

  constructor(options: DemoSideOptions) {
    this.label = options.label;
    this.name = options.name;
    this.kind = options.kind;
    this.directory = join(options.directory, options.label);
    mkdirSync(this.directory);
    this.#sidecarConfig = join(this.directory, 'sidecar.toml');
    const adapterArguments = ['adapter', '--ircd', this.kind, '--config', this.#adapterConfig];
    this.sidecar = new Program(['sidecar', '--config', this.#sidecarConfig], this.#logFile('sidecar'));
    this.adapter = this.kind === 'mini' ? null : new Program(adapterArguments, this.#logFile('adapter'));
  }

  get title(): string {
    return `${this.label}: ${this.name} (${ircdNames[this.kind]})`;
  }

  get clientPort(): number {
    return this.#ircd!.clientPort;
  }

  get logFiles(): string[] {
    return [this.#logFile('sidecar'), ...(this.adapter ? [this.#logFile('adapter')] : [])];
  }

  /** Makes the key by which the peer knows this side; returns the pin. */
  async makeKey(): Promise<string> {
    const answer = await askCburst('keygen', '--name', this.name, '--out', this.directory, '--json');
    return (JSON.parse(answer) as { pin: string }).pin;
  }

  /** Starts the sidecar, the ircd and the adapter; done when users can connect. */
  async start(listenPort: number, peers: readonly PeerSettings[]): Promise<void> {
    writeFileSync(this.#sidecarConfig, sidecarConfig(this.name, listenPort, peers), { mode: 0o600 });
    this.sidecar.start();
    await this.#startIrcd();
    this.adapter?.start();
  }

  /** Cuts the users' connections: whoever waits for an answer fails at once. */
  disconnectUsers(): void {
    for (const client of this.#clients) client.destroy();
  }

  /** Ends everything, whatever of it runs. */
  async stop(): Promise<void> {
    this.disconnectUsers();
    await Promise.all([this.adapter?.stop(), this.sidecar.stop(), this.#ircd?.stop()]);
  }

  /** Ends the ircd without warning. */
  async killIrcd(): Promise<void> {
    await this.#ircd!.stop('SIGKILL');
  }

  /** Starts it again: it remembers nothing. */
  async restartIrcd(): Promise<void> {
    await this.#ircd!.start();
  }

  async connect(nick: string): Promise<IrcClient> {
    const client = await connectIrc({ port: this.clientPort, nick });
    this.#clients.push(client);
    return client;
  }

  /** What makes a user with an IRC operator's rights operator of a channel that has none. */
  opCommand(channel: string, nick: string): string {
    if (this.kind === 'hybrid') return `OPME ${channel}`;
    return `${this.kind === 'inspircd' ? 'SAMODE' : 'MODE'} ${channel} +o ${nick}`;
  }

  /** Asks the sidecar; the arguments are those of the command line. */
  ask(...arguments_: string[]): Promise<string> {
    return askCburst(...arguments_, '--config', this.#sidecarConfig);
  }

  /** The ircd's snapshot has been taken, and so many peers are linked. False while the sidecar does not answer. */
  async isReady(peersLinked: number): Promise<boolean> {
    try {
      const status = JSON.parse(await this.ask('status', '--json')) as SidecarStatus;
      return status.host.attached && status.peers_linked === peersLinked;
    } catch {
      return false;
    }
  }

  get #adapterConfig(): string {
    return join(this.directory, 'adapter.toml');
  }

  async #startIrcd(): Promise<void> {
    if (this.kind === 'mini') {
      const sidecar = `unix:${join(this.directory, 'host.sock')}`;
      this.#ircd = await startMiniIrcd({ name: this.name, sidecar, casemapping: NETWORK_CASEMAPPING });
      return;
    }
    const adapterName = `cburst.${this.name}`;
    const ircd = await this.#startReal(this.kind, adapterName);
    this.#ircd = ircd;
    const config = adapterConfig(this.kind, this.name, adapterName, `9${this.label}B`, ircd);
    writeFileSync(this.#adapterConfig, config, { mode: 0o600 });
  }

  #startReal(kind: Exclude<IrcdKind, 'mini'>, adapterName: string): Promise<RealIrcd> {
    const options = { name: this.name, dir: this.directory, adapterName };
    const sid = `0${this.label}${this.label}`;
    if (kind === 'ngircd') return startNgircd(options);
    if (kind === 'hybrid') return startHybrid({ ...options, sid });
    return startInspircd({
      ...options,
      sid,
      casemapping: NETWORK_CASEMAPPING,
      modules: ['permchannels', 'banexception', 'inviteexception', 'samode'],
      // By default an invite exception opens a keyed channel too; the demo shows that the key counts.
      extraConfig: '<inviteexception bypasskey="no">',
    });
  }

  #logFile(program: string): string {
    return join(this.directory, `${program}.log`);
  }
}

interface SidecarStatus {
  readonly host: { readonly attached: boolean };
  readonly peers_linked: number;
}

function sidecarConfig(name: string, listenPort: number, peers: readonly PeerSettings[]): string {
  const blocks = peers.map(
    (peer) => `
[[peers.peer]]
name = "${peer.name}"
${peer.port === null ? '' : `address = "127.0.0.1:${peer.port}"`}
pin = "${peer.pin}"
`,
  );
  return `[server]
name = "${name}"
casemapping = "${NETWORK_CASEMAPPING}"

[logging]
level = "debug"

[peers]
listen = "127.0.0.1:${listenPort}"
key = "${name}.key.pem"
certificate = "${name}.cert.pem"
${blocks.join('')}`;
}

function adapterConfig(
  kind: IrcdKind,
  name: string,
  adapterName: string,
  sid: string,
  ircd: Pick<RealIrcd, 'serverPort' | 'adapterSends' | 'ircdSends'>,
): string {
  return `[ircd]
type = "${kind}"
address = "127.0.0.1:${ircd.serverPort}"
server_name = "${name}"

[link]
name = "${adapterName}"
sid = "${sid}"
send_password = "${ircd.adapterSends}"
receive_password = "${ircd.ircdSends}"

[sidecar]
target = "unix:host.sock"

[adapter]
observe = false

[logging]
level = "debug"
`;
}
