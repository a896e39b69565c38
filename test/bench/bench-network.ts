import { join } from 'node:path';
import type { Identity } from '../../src/peer/keygen.ts';
import { BenchSidecar } from './bench-sidecar.ts';
import type { ProxyHandlers } from './counting-proxy.ts';
import type { HostHandlers } from './host-process.ts';
import { cpuSeconds, idle } from './proc-stats.ts';
import { startHelper } from './processes.ts';

export interface BenchNetworkOptions {
  readonly channels: number;
  /** The sidecars take heap snapshots when they are told to. */
  readonly snapshots: boolean;
  /** Empty; for this network alone. */
  readonly directory: string;
  /** Where A listens, and where A, B and C tell their figures: all different. */
  readonly ports: readonly [listen: number, a: number, b: number, c: number];
  readonly identities: Readonly<Record<'a' | 'b' | 'c', Identity>>;
}

export type Host = ReturnType<typeof startHelper<HostHandlers>>;
export type Proxy = ReturnType<typeof startHelper<ProxyHandlers>>;

/** A sidecar, its host, and the proxy through which it dials A. */
export interface Dialler {
  readonly sidecar: BenchSidecar;
  readonly host: Host;
  readonly proxy: Proxy;
}

/**
 * Host A and sidecar A have the channels; sidecar B dials A through a proxy, and host B is told. A link starts when the
 * proxy lets the waiting connection through. C is one more that can dial A.
 */
export class BenchNetwork {
  readonly options: BenchNetworkOptions;
  readonly proxy = startHelper<ProxyHandlers>('./counting-proxy.ts');
  readonly a: BenchSidecar;
  hostA!: Host;
  b!: BenchSidecar;
  hostB!: Host;
  readonly #hosts: Host[] = [];
  #c: Dialler | null = null;

  constructor(options: BenchNetworkOptions) {
    this.options = options;
    const [listens, metrics] = options.ports;
    const peers = (['b', 'c'] as const).map((name) => ({ ...this.#named(name), dials: null }));
    this.a = new BenchSidecar({ ...this.#sidecar('a'), listens, metrics, peers });
  }

  async start(): Promise<void> {
    const { channels, ports } = this.options;
    const [target, , metrics] = ports;
    const dials = await this.proxy.call('start', { target });
    this.b = new BenchSidecar({ ...this.#sidecar('b'), ...this.#toA(dials), metrics });
    await this.a.start();
    this.hostA = this.#startHost();
    await this.hostA.call('attach', { target: this.a.hostTarget, server: this.a.name, channels });
    await this.b.start();
    await this.attachB();
  }

  async stop(): Promise<void> {
    for (const host of this.#hosts) await host.stop();
    for (const sidecar of [this.a, this.b, this.#c?.sidecar])
      if (sidecar?.started) await sidecar.stop('SIGKILL');
    for (const proxy of [this.proxy, this.#c?.proxy]) await proxy?.stop();
  }

  async attachB(): Promise<void> {
    this.hostB = await this.#attach(this.b);
  }

  /** B starts anew with an empty store. */
  async emptyB(how: { readonly compressed: boolean }): Promise<void> {
    await this.b.stop('SIGTERM');
    await this.proxy.call('cut');
    this.b.forget();
    this.b.configure(how);
    await this.b.start();
    await this.attachB();
    await this.idle();
  }

  /** Links the two and waits until host B shows every channel as it should. Returns when that was, and what it took. */
  async burst(): Promise<{ ms: number; cpu: { a: number; b: number }; bytesToB: number }> {
    const { channels } = this.options;
    await this.idle();
    const before = this.cpu();
    const startedAt = await this.proxy.call('open');
    const shownAt = await this.hostB.call('showing', { channels });
    const after = this.cpu();
    await this.verify(0, 0);
    const { toDialler } = await this.proxy.call('counts');
    const cpu = { a: after.a - before.a, b: after.b - before.b };
    return { ms: shownAt - startedAt, cpu, bytesToB: toDialler };
  }

  /** C, started with an empty store and attached, its connection held by its proxy. */
  async addC(): Promise<Dialler> {
    const [target, , , metrics] = this.options.ports;
    const proxy = startHelper<ProxyHandlers>('./counting-proxy.ts');
    const dials = await proxy.call('start', { target });
    const sidecar = new BenchSidecar({ ...this.#sidecar('c'), ...this.#toA(dials), metrics });
    await sidecar.start();
    this.#c = { sidecar, proxy, host: await this.#attach(sidecar) };
    return this.#c;
  }

  /** Ends C and its proxy, whose process would keep the bench from ending. */
  async removeC(): Promise<void> {
    const { sidecar, proxy } = this.#c!;
    await proxy.call('cut');
    await sidecar.stop('SIGTERM');
    await proxy.stop();
    this.#c = null;
  }

  /** Throws where host B was told something else. The first `changed` channels had their topic changed `round` times. */
  async verify(changed: number, round: number): Promise<void> {
    const problems = await this.hostB.call('verify', { channels: this.options.channels, changed, round });
    if (problems.length > 0) throw new Error(`host B was told something else:\n${problems.join('\n')}`);
  }

  cpu(): { a: number; b: number } {
    return { a: cpuSeconds(this.a.pid), b: cpuSeconds(this.b.pid) };
  }

  idle(): Promise<void> {
    const c = this.#c === null ? [] : [this.#c.sidecar.pid, this.#c.host.child.pid!];
    return idle([this.a.pid, this.b.pid, this.hostA.child.pid!, this.hostB.child.pid!, ...c]);
  }

  async #attach(sidecar: BenchSidecar): Promise<Host> {
    const host = this.#startHost();
    await host.call('attach', { target: sidecar.hostTarget, server: sidecar.name, channels: 0 });
    return host;
  }

  #startHost(): Host {
    const host = startHelper<HostHandlers>('./host-process.ts');
    this.#hosts.push(host);
    return host;
  }

  #sidecar(name: 'a' | 'b' | 'c') {
    const { directory, snapshots, channels } = this.options;
    const channelsMax = Math.max(channels, channelsMaxUsual);
    return { ...this.#named(name), directory: join(directory, name), snapshots, channelsMax };
  }

  #toA(dials: number) {
    return { listens: null, peers: [{ ...this.#named('a'), dials }] };
  }

  #named(name: 'a' | 'b' | 'c') {
    return { name: `${name}.bench`, identity: this.options.identities[name] };
  }
}

/** As a sidecar has it that nobody configured. */
const channelsMaxUsual = 200_000;
