import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpsClient } from '../../src/cli/ops-client.ts';
import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import type { ServerName } from '../../src/core/identity.ts';
import { generateIdentity, type Identity } from '../../src/peer/keygen.ts';
import { formatPin } from '../../src/peer/spki-pin.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { DaemonProcess } from './daemon-process.ts';
import { freePorts } from './free-port.ts';
import { startHybrid } from './hybrid-process.ts';
import { startInspircd } from './inspircd-process.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import type { Ircd, IrcdOptions } from './ircd-process.ts';
import { LinkProxy } from './link-proxy.ts';
import { type MiniIrcd, startMiniIrcd } from './mini-ircd-process.ts';
import { startNgircd } from './ngircd-process.ts';

export type IrcdKind = 'mini' | IrcdType;

/** An ircd with what stands beside it, as processes. */
export interface TestNode {
  readonly name: string;
  readonly ircd: MiniIrcd | Ircd;
  readonly sidecar: DaemonProcess;
  /** Null: the ircd speaks the host API itself. */
  readonly adapter: DaemonProcess | null;
  readonly ops: OpsClient;
  /** Where its configuration and store are. */
  readonly directory: string;
  /** The link to the node before this one in the list; the first has none. */
  readonly uplink: LinkProxy | null;
  /** A registered client of this ircd. */
  client(nick: string): Promise<IrcClient>;
}

export interface TestNetwork {
  readonly nodes: readonly TestNode[];
  /** All links are up with both bursts done, and all hosts are attached. */
  settled(): Promise<void>;
  /** Cuts every link of that node; done when all whom it concerns have noticed. */
  split(index: number): Promise<void>;
  heal(index: number): void;
  stop(): Promise<void>;
}

/** Ten times what a start of everything takes here. */
const settleMsMax = 40_000;

export interface NetworkOptions {
  /** More sections of every sidecar's configuration. */
  readonly sections?: string;
  /** False: every link is cut from the beginning. */
  readonly linked?: boolean;
  /** Of each ircd what is not as usual, in the order of their kinds. */
  readonly hosts?: readonly HostOptions[];
}

export interface HostOptions {
  /** Lines added to the section [adapter] of its adapter's configuration. */
  readonly adapterOptions?: string;
  /** Lines added to the ircd's configuration. */
  readonly extraConfig?: string;
  /** InspIRCd's modules besides spanningtree. */
  readonly modules?: readonly string[];
  /** Lines added to the adapter's `[ircd]` section. */
  readonly adapterLines?: string;
}

/**
 * Starts ircds (one for each kind named), their adapters and sidecars, fully meshed. Each link goes through a proxy: node i
 * dials node j < i, so that a test can cut it.
 */
export async function startNetwork(
  kinds: readonly IrcdKind[],
  { sections = '', linked = true, hosts = [] }: NetworkOptions = {},
): Promise<TestNetwork> {
  const directory = temporaryDirectory();
  const names = kinds.map((_, index) => `${String.fromCharCode(97 + index)}.test`);
  const identities = await Promise.all(names.map((name) => generateIdentity(name as ServerName)));
  const ports = await freePorts(names.length);
  const proxies: LinkProxy[] = [];
  const cables: { readonly ends: readonly [number, number]; readonly proxy: LinkProxy }[] = [];
  const cablesOf = (index: number) => cables.filter(({ ends }) => ends.includes(index));
  const nodes: TestNode[] = [];
  const clients: IrcClient[] = [];
  for (const [index, name] of names.entries()) {
    const dir = join(directory.path, name);
    mkdirSync(dir, { mode: 0o700 });
    const addresses: (number | null)[] = [];
    for (const [other, port] of ports.entries()) {
      if (other >= index) {
        addresses.push(null);
        continue;
      }
      const proxy = await LinkProxy.start();
      proxy.target = port;
      if (!linked) proxy.cut();
      proxies.push(proxy);
      cables.push({ ends: [index, other], proxy });
      addresses.push(proxy.port);
    }
    writeSidecarConfig(dir, names, index, identities, ports[index]!, addresses, sections);
    const sidecar = new DaemonProcess(['sidecar', '--config', join(dir, 'sidecar.toml')], 'sidecar.started');
    await sidecar.start();
    const { ircd, adapter } = await startHost(kinds[index]!, name, index, dir, hosts[index]);
    await adapter?.start();
    const ops = new OpsClient({ target: `unix:${dir}/ops.sock`, token: null });
    const uplink = index === 0 ? null : proxies.at(-1)!;
    const client = async (nick: string) => {
      const connected = await connectIrc({ port: ircd.clientPort, nick });
      clients.push(connected);
      return connected;
    };
    nodes.push({ name, directory: dir, ircd, sidecar, adapter, ops, uplink, client });
  }
  const network: TestNetwork = {
    nodes,
    settled: () => settled(nodes),
    split: async (index) => {
      for (const { proxy } of cablesOf(index)) proxy.cut();
      await until(async () => {
        for (const { ends } of cablesOf(index)) {
          for (const end of ends) {
            const other = names[ends[0] + ends[1] - end]!;
            const { peers } = await nodes[end]!.ops.peers();
            const peer = peers.find(({ server }) => server === other);
            if (peer?.state === 'PEER_STATE_LINKED') return `${names[end]} still sees ${other}`;
          }
        }
        return null;
      });
    },
    heal: (index) => {
      for (const { proxy } of cablesOf(index)) proxy.heal();
    },
    stop: async () => {
      for (const client of clients) client.destroy();
      for (const { adapter, sidecar, ircd } of nodes) {
        await adapter?.stop();
        await ircd.stop();
        await sidecar.stop();
      }
      for (const proxy of proxies) await proxy.stop();
      directory.remove();
    },
  };
  return network;
}

async function settled(nodes: readonly TestNode[]): Promise<void> {
  await until(async () => {
    for (const { sidecar, ops } of nodes) {
      if (!sidecar.running) return 'a sidecar does not run';
      const status = await ops.status().catch((error: Error) => error);
      if (status instanceof Error) return status.message;
      if (!status.host?.attached) return `${status.server}: no host`;
      const { updates_in_flight, updates_waiting } = status.host;
      if (updates_in_flight + updates_waiting > 0) return `${status.server}: updates under way`;
      const { peers } = await ops.peers();
      const unlinked = peers.find(({ state, waiting }) => state !== 'PEER_STATE_LINKED' || waiting > 0);
      if (unlinked)
        return `${status.server}: ${unlinked.server} is ${unlinked.state}, ${unlinked.waiting} waiting: ${unlinked.last_error}`;
    }
    return null;
  });
}

/** Asks until `question` answers null; its last answer is the error. */
export async function until(question: () => Promise<string | null>): Promise<void> {
  const deadline = Date.now() + settleMsMax;
  for (;;) {
    const answer = await question();
    if (answer === null) return;
    if (Date.now() > deadline) throw new Error(`not in time: ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The ircd and its adapter, which looks for the sidecar's socket in `dir`; the adapter is not started. */
export async function startHost(
  kind: IrcdKind,
  name: string,
  index: number,
  dir: string,
  { adapterLines = '', adapterOptions = '', ...more }: HostOptions = {},
) {
  if (kind === 'mini') {
    const ircd = await startMiniIrcd({ name, sidecar: `unix:${dir}/host.sock`, casemapping: 'ascii' });
    return { ircd, adapter: null };
  }
  const adapterName = `cburst.${name}`;
  const ircd = await startIrcd(kind, { name, dir, adapterName, ...more }, index);
  const file = join(dir, 'adapter.toml');
  writeSecret(
    file,
    `[ircd]
type = "${kind}"
address = "127.0.0.1:${ircd.serverPort}"
server_name = "${name}"
${adapterLines}
[link]
name = "${adapterName}"
sid = "${index}AD"
send_password = "${ircd.adapterSends}"
receive_password = "${ircd.ircdSends}"
[sidecar]
target = "unix:host.sock"
[adapter]
observe = false
${adapterOptions}
[logging]
level = "debug"
format = "json"
`,
  );
  return { ircd, adapter: new DaemonProcess(['adapter', '--ircd', kind, '--config', file], null) };
}

/** What gives InspIRCd the modes that other ircds have, and SAMODE: how an IRC operator ops a user of a channel that has none. */
const pairedModules = [
  ...['permchannels', 'banexception', 'inviteexception', 'samode'],
  ...['delayjoin', 'knock', 'noctcp', 'nokicks', 'nonicks', 'nonotice', 'services_account'],
];

function startIrcd(
  kind: Exclude<IrcdKind, 'mini'>,
  { modules = pairedModules, ...options }: IrcdOptions & Pick<HostOptions, 'modules'>,
  index: number,
): Promise<Ircd> {
  switch (kind) {
    case 'inspircd':
      return startInspircd({
        ...options,
        sid: `${index}IN`,
        modules,
      });
    case 'ngircd':
      return startNgircd(options);
    case 'hybrid':
      return startHybrid({ ...options, sid: `${index}HY` });
  }
}

function writeSidecarConfig(
  dir: string,
  names: readonly string[],
  index: number,
  identities: readonly Identity[],
  port: number,
  addresses: readonly (number | null)[],
  sections: string,
): void {
  const peers = names.flatMap((name, other) => {
    if (other === index) return [];
    const address = addresses[other];
    return [
      `[[peers.peer]]
name = "${name}"
${address === null || address === undefined ? '' : `address = "127.0.0.1:${address}"`}
pin = "${formatPin(identities[other]!.pin)}"
`,
    ];
  });
  writeSecret(join(dir, 'peer.key'), identities[index]!.keyPem);
  writeSecret(join(dir, 'peer.crt'), identities[index]!.certificatePem);
  writeSecret(
    join(dir, 'sidecar.toml'),
    `[server]
name = "${names[index]}"
casemapping = "ascii"
[logging]
level = "debug"
format = "json"
[store]
path = "cburst.db"
[api]
host_socket = "host.sock"
ops_socket = "ops.sock"
[peers]
listen = "127.0.0.1:${port}"
key = "peer.key"
certificate = "peer.crt"
${peers.join('')}${sections}`,
  );
}

function writeSecret(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}
