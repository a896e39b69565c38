import { join } from 'node:path';
import type { Identity } from '../../src/peer/keygen.ts';
import { BenchSidecar, heapSignal } from './bench-sidecar.ts';
import type { ProxyHandlers } from './counting-proxy.ts';
import { growthOf, type HeapByKind, takeHeapByKind } from './heap-by-kind.ts';
import type { HostHandlers } from './host-process.ts';
import { cpuSeconds, idle, pause, residentBytes } from './proc-stats.ts';
import { startHelper } from './processes.ts';

const changedShare = 0.01;

/**
 * Parts of a run that can be chosen. The burst is always measured: all others start from it. `heap` takes long and makes the
 * sidecars slower, so it is done only when it is asked for.
 */
export const parts = ['durability', 'memory', 'reconnect', 'latency', 'pipeline', 'heap'] as const;
export const usualParts = parts.filter((part) => part !== 'heap');
export type Part = (typeof parts)[number];

export interface BenchRunOptions {
  readonly channels: number;
  readonly only: ReadonlySet<Part>;
  /** How long after the burst memory is read, as an operator would see it: nothing is collected for it. */
  readonly restMs: number;
  /** Changes one after the other, and changes at once. */
  readonly sequentialChanges: number;
  readonly pipelinedChanges: number;
  /** Empty; for this run alone. */
  readonly directory: string;
  /** Where A listens. */
  readonly port: number;
  readonly identities: { readonly a: Identity; readonly b: Identity };
}

/** By name; a figure that was not measured is absent. */
export type Figures = Map<string, number>;

type Host = ReturnType<typeof startHelper<HostHandlers>>;

/** Measures everything once, with fresh processes. Throws when a host was told something else than the data set. */
export async function benchRun(options: BenchRunOptions): Promise<Figures> {
  const run = new BenchRun(options);
  try {
    await run.measure();
    return run.figures;
  } finally {
    await run.stop();
  }
}

/**
 * Host A and sidecar A have the channels; sidecar B dials A through the proxy, and host B is told. A link starts when the
 * proxy lets B's waiting connection through.
 */
class BenchRun {
  readonly figures: Figures = new Map();
  readonly #options: BenchRunOptions;
  readonly #proxy = startHelper<ProxyHandlers>('./counting-proxy.ts');
  readonly #hosts: Host[] = [];
  #a!: BenchSidecar;
  #b!: BenchSidecar;
  #hostA!: Host;
  #hostB!: Host;

  constructor(options: BenchRunOptions) {
    this.#options = options;
  }

  async measure(): Promise<void> {
    const { only } = this.#options;
    await this.#prepare();
    await this.#burst(true);
    if (only.has('durability')) await this.#killAndReturn();
    if (only.has('memory')) await this.#memory();
    if (only.has('reconnect')) await this.#reconnects();
    if (only.has('latency')) await this.#sequential();
    if (only.has('pipeline')) await this.#pipelined();
    if (only.has('durability')) await this.#orderlyStart();
    if (only.has('heap')) await this.#heap();
  }

  async stop(): Promise<void> {
    for (const host of this.#hosts) await host.stop();
    for (const sidecar of [this.#a, this.#b]) await sidecar?.stop('SIGKILL');
    await this.#proxy.stop();
  }

  async #prepare(): Promise<void> {
    const { directory, identities, port, channels, only } = this.#options;
    const snapshots = only.has('heap');
    const a = { name: 'a.bench', identity: identities.a, snapshots };
    const b = { name: 'b.bench', identity: identities.b, snapshots };
    const dials = await this.#proxy.call('start', { target: port });
    this.#a = new BenchSidecar({
      ...a,
      directory: join(directory, 'a'),
      listens: port,
      peer: { ...b, dials: null },
    });
    this.#b = new BenchSidecar({
      ...b,
      directory: join(directory, 'b'),
      listens: null,
      peer: { ...a, dials },
    });
    await this.#a.start();
    this.#hostA = this.#host();
    await this.#hostA.call('attach', { target: this.#a.hostTarget, server: 'a.bench', channels });
    await this.#b.start();
    await this.#attachB();
  }

  /** `counts`: this one is the figure. */
  async #burst(counts: boolean): Promise<void> {
    const { channels } = this.#options;
    await this.#idle();
    const before = this.#cpu();
    const startedAt = await this.#proxy.call('open');
    const shownAt = await this.#hostB.call('showing', { channels });
    const after = this.#cpu();
    await this.#verify(0, 0);
    if (!counts) return;
    const { toDialler } = await this.#proxy.call('counts');
    this.#note('burst: wall, ms', shownAt - startedAt);
    this.#note('burst: CPU of A, s', after.a - before.a);
    this.#note('burst: CPU of B, s', after.b - before.b);
    this.#note('burst: bytes to B per channel', toDialler / channels);
  }

  /** What was told to the host must be on the disk: B is killed at the very end of the burst. */
  async #killAndReturn(): Promise<void> {
    const { channels } = this.#options;
    await this.#b.stop('SIGKILL');
    await this.#proxy.call('cut');
    const started = await this.#b.start();
    this.#note('start after kill -9, ms', started.ms);
    if (started.channels !== channels)
      throw new Error(`${started.channels} of ${channels} channels survived kill -9`);
    await this.#attachB();
    await this.#proxy.call('open');
    await this.#hostB.call('showing', { channels });
    await this.#verify(0, 0);
    await this.#idle();
    const { toDialler } = await this.#proxy.call('counts');
    // They came from B's own disk: what A sent is far too little for them.
    this.#note('link after kill -9: bytes to B', toDialler);
  }

  async #memory(): Promise<void> {
    const { channels } = this.#options;
    await this.#emptyB();
    const before = residentBytes(this.#b.pid);
    await this.#burst(false);
    await pause(this.#options.restMs);
    this.#note('memory of B per channel, bytes', (residentBytes(this.#b.pid) - before) / channels);
  }

  /** What the channels take in B's heap once garbage is collected, by kind. */
  async #heap(): Promise<void> {
    const { channels } = this.#options;
    await this.#emptyB();
    const before = await this.#heapOfB();
    await this.#burst(false);
    await this.#idle();
    for (const [kind, bytes] of growthOf(before, await this.#heapOfB(), channels)) {
      this.#note(`heap of B per channel: ${kind}, bytes`, bytes);
    }
  }

  async #heapOfB(): Promise<HeapByKind> {
    process.kill(this.#b.pid, heapSignal);
    await this.#idle();
    return takeHeapByKind(this.#b.directory);
  }

  /** B starts anew with an empty store. */
  async #emptyB(): Promise<void> {
    await this.#b.stop('SIGTERM');
    await this.#proxy.call('cut');
    this.#b.forget();
    await this.#b.start();
    await this.#attachB();
    await this.#idle();
  }

  async #reconnects(): Promise<void> {
    const { channels } = this.#options;
    await this.#idle();
    const before = cpuSeconds(this.#b.pid);
    const cutAt = await this.#proxy.call('cut');
    const toldAt = await this.#hostB.call('showing', { channels: 0 });
    this.#note('split: host B told of all removals, ms', toldAt - cutAt);
    this.#note('split: CPU of B, s', cpuSeconds(this.#b.pid) - before);
    await this.#reconnect('nothing changed', 0);
    await this.#proxy.call('cut');
    await this.#hostB.call('showing', { channels: 0 });
    const changed = Math.ceil(channels * changedShare);
    await this.#hostA.call('change', { channels: changed, round: 1 });
    await this.#hostA.call('durable');
    await this.#reconnect('1 % changed', changed);
  }

  async #reconnect(what: string, changed: number): Promise<void> {
    const { channels } = this.#options;
    await this.#idle();
    const startedAt = await this.#proxy.call('open');
    const live = await Promise.all(
      [this.#a, this.#b].map((each) => each.logged('peer.burst_ended', startedAt)),
    );
    const shownAt = await this.#hostB.call('showing', { channels });
    await this.#verify(changed, 1);
    await this.#idle();
    const { toDialler, fromDialler } = await this.#proxy.call('counts');
    this.#note(
      `reconnect, ${what}: both bursts over, ms`,
      Math.max(...live.map(({ atMs }) => atMs)) - startedAt,
    );
    this.#note(`reconnect, ${what}: host B shows all, ms`, shownAt - startedAt);
    this.#note(`reconnect, ${what}: bytes both ways`, toDialler + fromDialler);
  }

  async #sequential(): Promise<void> {
    await this.#idle();
    const before = this.#cpu();
    const delays: number[] = [];
    const durable: number[] = [];
    for (let round = 2; round < 2 + this.#options.sequentialChanges; round++) {
      const seen = this.#hostB.call('changed', { channels: 1, round });
      const toldAt = await this.#hostA.call('change', { channels: 1, round });
      const [seenAt, durableAt] = await Promise.all([seen, this.#hostA.call('durable')]);
      delays.push(seenAt - toldAt);
      durable.push(durableAt - toldAt);
    }
    const after = this.#cpu();
    const cpu = after.a - before.a + after.b - before.b;
    this.#note('one change, p50, ms', quantile(delays, 0.5));
    this.#note('one change, p99, ms', quantile(delays, 0.99));
    this.#note('one change acknowledged to A, p50, ms', quantile(durable, 0.5));
    this.#note('one change: CPU of A and B, ms', (cpu * 1000) / delays.length);
  }

  async #pipelined(): Promise<void> {
    const { pipelinedChanges } = this.#options;
    const channels = Math.min(this.#options.channels, pipelinedChanges);
    await this.#idle();
    const before = this.#cpu();
    const rounds = Math.ceil(pipelinedChanges / channels);
    const last = 10_000 + rounds;
    const seen = this.#hostB.call('changed', { channels, round: last });
    const toldAt = await this.#hostA.call('change', { channels, round: last - rounds + 1 });
    for (let round = last - rounds + 2; round <= last; round++)
      await this.#hostA.call('change', { channels, round });
    const ms = (await seen) - toldAt;
    const after = this.#cpu();
    this.#note('pipelined changes per second', (channels * rounds) / (ms / 1000));
    this.#note('pipelined: CPU of A and B, s', after.a - before.a + after.b - before.b);
  }

  /** From the store, after an orderly stop. */
  async #orderlyStart(): Promise<void> {
    const { channels } = this.#options;
    await this.#proxy.call('cut');
    await this.#b.stop('SIGTERM');
    const started = await this.#b.start();
    if (started.channels !== channels)
      throw new Error(`${started.channels} of ${channels} channels were stored`);
    this.#note('cold start, ms', started.ms);
    this.#note('cold start: CPU, s', cpuSeconds(this.#b.pid));
  }

  async #attachB(): Promise<void> {
    this.#hostB = this.#host();
    await this.#hostB.call('attach', { target: this.#b.hostTarget, server: 'b.bench', channels: 0 });
  }

  #host(): Host {
    const host = startHelper<HostHandlers>('./host-process.ts');
    this.#hosts.push(host);
    return host;
  }

  async #verify(changed: number, round: number): Promise<void> {
    const problems = await this.#hostB.call('verify', { channels: this.#options.channels, changed, round });
    if (problems.length > 0) throw new Error(`host B was told something else:\n${problems.join('\n')}`);
  }

  #cpu(): { a: number; b: number } {
    return { a: cpuSeconds(this.#a.pid), b: cpuSeconds(this.#b.pid) };
  }

  #idle(): Promise<void> {
    return idle([this.#a.pid, this.#b.pid, this.#hostA.child.pid!, this.#hostB.child.pid!]);
  }

  #note(name: string, value: number): void {
    this.figures.set(name, value);
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
