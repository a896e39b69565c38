import { type HybridOptions, startHybrid } from '../../e2e/hybrid-process.ts';
import { type InspircdOptions, startInspircd } from '../../e2e/inspircd-process.ts';
import { connectIrc, type IrcClient } from '../../e2e/irc-client.ts';
import type { Ircd } from '../../e2e/ircd-process.ts';
import type { ProxyHandlers } from '../counting-proxy.ts';
import { idle } from '../proc-stats.ts';
import { startHelper, watchOver } from '../processes.ts';
import { hybridDialect } from './hybrid-dialect.ts';
import { inspircdDialect } from './inspircd-dialect.ts';
import type { PlayedServer, ServerDialect } from './server-dialect.ts';

export const ircdKinds = ['hybrid', 'inspircd'] as const;
export type IrcdKind = (typeof ircdKinds)[number];

export const servers = {
  a: { name: 'a.test', sid: '0AA' },
  b: { name: 'b.test', sid: '0BB' },
  /** Has the channels, linked to A. */
  source: { name: 's.test', sid: '0SS' },
  /** Watches at B. */
  watch: { name: 'w.test', sid: '0WW' },
  /** Reads what a server holds. */
  reader: { name: 'v.test', sid: '0VV' },
} as const satisfies Record<string, PlayedServer>;

/** What differs between kinds of ircd. */
interface Kind {
  readonly dialect: ServerDialect;
  /** Blocks for servers that may link; `port`: where one is to be dialled, others are not. */
  blocks(names: readonly string[], port: number | null): string;
  start(options: Pick<HybridOptions, 'name' | 'sid' | 'dir' | 'adapterName' | 'extraConfig'>): Promise<Ircd>;
  /**
   * InspIRCd, when idle, may sleep up to a second though input waits. As on a busy server, a client on each server says
   * something every millisecond while something is measured.
   */
  readonly sleeps: boolean;
}

const kinds: Readonly<Record<IrcdKind, Kind>> = {
  hybrid: {
    dialect: hybridDialect,
    blocks: (
      names,
      port,
    ) => `class { name = "links"; ping_time = 1 hour; connectfreq = 1 hour; max_number = 100; sendq = 2000 megabytes; recvq = 8000 bytes; };
${names
  .map(
    (name) => `connect { name = "${name}"; host = "127.0.0.1"; port = ${port ?? 1}; send_password = "link";
  accept_password = "link"; encrypted = no; hub_mask = "*"; class = "links"; };`,
  )
  .join('\n')}`,
    start: startHybrid,
    sleeps: false,
  },
  inspircd: {
    dialect: inspircdDialect,
    blocks: (names, port) =>
      names
        .map(
          (name) =>
            `<link name="${name}" ipaddr="127.0.0.1" port="${port ?? 1}" allowmask="127.0.0.0/8" timeout="30s" sendpass="link" recvpass="link">`,
        )
        .join('\n'),
    start: (options) => startInspircd({ ...options, readBytes: 65_534 } satisfies InspircdOptions),
    sleeps: true,
  },
};

const wakeEveryMs = 1;

/** Two ircds of one kind, and the counting proxy through which A dials B. */
export class IrcdPair {
  readonly dialect: ServerDialect;
  readonly proxy = startHelper<ProxyHandlers>('./counting-proxy.ts');
  readonly #kind: Kind;
  readonly #directory: string;
  readonly #unwatch: (() => void)[] = [];
  #wakers: IrcClient[] = [];
  #oper!: IrcClient;
  a!: Ircd;
  b!: Ircd;

  constructor(kind: IrcdKind, directory: string) {
    this.#kind = kinds[kind];
    this.dialect = this.#kind.dialect;
    this.#directory = directory;
  }

  async start(): Promise<void> {
    this.b = await this.#startIrcd('b', [servers.a, servers.watch, servers.reader], null);
    const dials = await this.proxy.call('start', { target: this.b.serverPort });
    this.a = await this.#startIrcd('a', [servers.b, servers.source, servers.reader], dials);
    this.#oper = await connectIrc({ port: this.a.clientPort, nick: 'benchop' });
    this.#oper.send('OPER op oppw');
    await this.#oper.waitFor((line) => line.command === '381', 'operator');
    if (!this.#kind.sleeps) return;
    for (const { clientPort } of [this.a, this.b])
      this.#wakers.push(await connectIrc({ port: clientPort, nick: `wake${clientPort}` }));
  }

  get pids(): readonly [number, number] {
    return [this.a.pid, this.b.pid];
  }

  /** A dials B from now on. Returns when the connection was let through. */
  async connect(): Promise<number> {
    const opened = this.proxy.call('open');
    this.#oper.send(`CONNECT ${servers.b.name}`);
    return opened;
  }

  /** Never in `awake`, which keeps them busy. */
  idle(): Promise<void> {
    return idle(this.pids);
  }

  /** Does it with both servers kept awake. */
  async awake<T>(work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      for (const waker of this.#wakers) waker.send('PING x');
    }, wakeEveryMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  async stop(): Promise<void> {
    for (const client of [this.#oper, ...this.#wakers]) client?.destroy();
    for (const ircd of [this.a, this.b]) await ircd?.stop('SIGKILL');
    for (const unwatch of this.#unwatch) unwatch();
    await this.proxy.stop();
  }

  async #startIrcd(which: 'a' | 'b', peers: readonly PlayedServer[], dials: number | null): Promise<Ircd> {
    const { name, sid } = servers[which];
    const names = peers.map((peer) => peer.name);
    const extraConfig = this.#kind.blocks(names, dials);
    const ircd = await this.#kind.start({
      ...{ name, sid, dir: this.#directory, adapterName: 'unused.test', extraConfig },
    });
    this.#unwatch.push(watchOver(ircd.pid));
    return ircd;
  }
}
