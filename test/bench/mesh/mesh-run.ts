import { join } from 'node:path';
import type { ServerName } from '../../../src/core/identity.ts';
import { generateIdentity } from '../../../src/peer/keygen.ts';
import { freePorts } from '../../e2e/free-port.ts';
import { BenchSidecar } from '../bench-sidecar.ts';
import type { Figures } from '../figures.ts';
import { cpuSeconds, residentBytes } from '../proc-stats.ts';
import { startHelper } from '../processes.ts';
import { sumOf } from '../scrape.ts';
import type { MeshHandlers } from './mesh-hosts.ts';

export interface MeshRunOptions {
  readonly sidecars: number;
  /** Of each host. */
  readonly channels: number;
  /** Changes a second over all that are tried first; half of it where that is too much, and so on. */
  readonly rate: number;
  /** How long each rate is tried. */
  readonly seconds: number;
  /** Empty; for this run alone. */
  readonly directory: string;
  readonly say: (text: string) => void;
}

/** The lowest rate that is tried: below it there is no point in a figure. */
const rateMin = 4;
/** They start together by so many: a start is mostly processor time. */
const startsAtOnce = 4;
/** All are linked and told each other everything. */
const linkedMsMax = 300_000;
/** A rate is kept up when everything has arrived so soon after the last change. */
const drainMs = 2000;
/** What a rate that was too high has left over. */
const leftoverMsMax = 120_000;

/** Every sidecar linked with every other one, on this machine; changes at the highest rate of those tried that they keep up. */
export async function meshRun(options: MeshRunOptions): Promise<{ rate: number; figures: Figures }> {
  const run = new MeshRun(options);
  try {
    await run.start();
    return await run.measure();
  } finally {
    await run.stop();
  }
}

class MeshRun {
  readonly #options: MeshRunOptions;
  readonly #hosts = startHelper<MeshHandlers>('./mesh/mesh-hosts.ts');
  #sidecars: BenchSidecar[] = [];
  /** Changes of a channel have numbers that rise, over all rates that are tried. */
  #round = 1;

  constructor(options: MeshRunOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { sidecars, channels } = this.#options;
    this.#sidecars = await this.#build();
    for (let from = 0; from < sidecars; from += startsAtOnce)
      await Promise.all(this.#sidecars.slice(from, from + startsAtOnce).map((sidecar) => sidecar.start()));
    for (const { hostTarget, name } of this.#sidecars)
      await this.#hosts.call('attach', { target: hostTarget, server: name, channels });
    await this.#hosts.call('linked', { channels: (sidecars - 1) * channels, withinMs: linkedMsMax });
  }

  async measure(): Promise<{ rate: number; figures: Figures }> {
    for (let rate = this.#options.rate; rate >= rateMin; rate /= 2) {
      this.#options.say(`  ${this.#options.sidecars} sidecars, ${rate} changes a second`);
      const figures = await this.#try(rate);
      if (figures !== null) return { rate, figures };
    }
    throw new Error(`${this.#options.sidecars} sidecars do not keep up with ${rateMin} changes a second`);
  }

  async stop(): Promise<void> {
    await this.#hosts.stop();
    await Promise.all(
      this.#sidecars.filter(({ started }) => started).map((sidecar) => sidecar.stop('SIGKILL')),
    );
  }

  /** Null: it was too much. */
  async #try(rate: number): Promise<Figures | null> {
    const before = await this.#used();
    const result = await this.#change(rate, this.#options.seconds, drainMs);
    const after = await this.#used();
    if (!result.keptUp) {
      // One more change of each channel tells when what waits has arrived.
      await this.#settle();
      return null;
    }
    const { sidecars } = this.#options;
    const spent = (what: keyof typeof after) => after[what] - before[what];
    const aNodeAndSecond = sidecars * result.seconds;
    return new Map([
      ['changes a second over all', result.changes / result.seconds],
      ['delay, p50, ms', result.p50],
      ['delay, p99, ms', result.p99],
      ['CPU of all sidecars, cores', spent('cpu') / result.seconds],
      ['CPU of one sidecar for a change of anybody, ms', (spent('cpu') * 1000) / sidecars / result.changes],
      ['CPU of the hosts, cores', spent('hosts') / result.seconds],
      ['memory of one sidecar, MiB', after.resident / sidecars / 2 ** 20],
      ['pages in, each sidecar a second', spent('pages') / aNodeAndSecond],
      ['lines in, each sidecar a second', spent('lines') / aNodeAndSecond],
    ]);
  }

  async #settle(): Promise<void> {
    const { sidecars, channels } = this.#options;
    const { keptUp } = await this.#change(sidecars * channels, 1, leftoverMsMax);
    if (!keptUp) throw new Error(`${sidecars} sidecars do not come to rest`);
  }

  async #change(rate: number, seconds: number, drain: number) {
    const { channels, sidecars } = this.#options;
    const round = this.#round;
    this.#round += 1 + Math.ceil((rate * seconds) / (sidecars * channels));
    return this.#hosts.call('change', { rate, seconds, channels, round, drainMs: drain });
  }

  async #used() {
    const metrics = await Promise.all(this.#sidecars.map((sidecar) => sidecar.metrics()));
    const pids = this.#sidecars.map(({ pid }) => pid);
    const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    return {
      cpu: total(pids.map(cpuSeconds)),
      hosts: cpuSeconds(this.#hosts.child.pid!),
      resident: total(pids.map(residentBytes)),
      pages: total(metrics.map((each) => sumOf(each, 'delta_received_pages_total'))),
      lines: total(metrics.map((each) => sumOf(each, 'delta_received_lines_total'))),
    };
  }

  /** Of two the later one dials. */
  async #build(): Promise<BenchSidecar[]> {
    const { sidecars, directory } = this.#options;
    const ports = await freePorts(2 * sidecars);
    const names = Array.from({ length: sidecars }, (_, index) => `n${index}.bench`);
    const identities = await Promise.all(names.map((name) => generateIdentity(name as ServerName)));
    return names.map((name, own) => {
      const peers = names
        .map((peer, index) => ({
          ...{ name: peer, identity: identities[index]! },
          dials: index < own ? ports[index]! : null,
        }))
        .filter((_, index) => index !== own);
      return new BenchSidecar({
        ...{ name, directory: join(directory, name), snapshots: false, identity: identities[own]!, peers },
        ...{ listens: ports[own]!, metrics: ports[sidecars + own]!, channelsMax: 200_000 },
      });
    });
  }
}
