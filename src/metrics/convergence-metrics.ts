import { Histogram, type Registry } from 'prom-client';
import type { ServerName } from '../core/identity.ts';
import { compareStamps, type Stamp } from '../core/stamp.ts';

/** From a local network to what a netsplit held back. */
const DELAY_BUCKETS = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 600, 3600, 86_400];

/**
 * How long other servers' writes take to be shown by the host here: from their stamps, so the difference of the clocks is in it.
 * Of each channel that the host tells of, the newest write of each configured peer counts, if none newer of that peer was shown
 * before, and it was made since this server started.
 */
export class ConvergenceMetrics {
  readonly #delay: Histogram<'origin'>;
  readonly #newest = new Map<ServerName, Stamp>();

  /** `now`: Unix ms. */
  constructor(registry: Registry, peers: readonly ServerName[], now: number) {
    this.#delay = new Histogram({
      name: 'cburst_convergence_delay_seconds',
      help: "From a write's stamp on its server until the host here shows it",
      labelNames: ['origin'],
      buckets: DELAY_BUCKETS,
      registers: [registry],
    });
    this.configure(peers, now);
  }

  /** Writes of these count, those of new ones from `now` on, Unix ms. Of others nothing is told any more. */
  configure(peers: readonly ServerName[], now: number): void {
    for (const server of this.#newest.keys()) if (!peers.includes(server)) this.#forget(server);
    for (const server of peers)
      if (!this.#newest.has(server)) this.#newest.set(server, { ms: now, counter: 0, server });
  }

  /** The host shows these, of each channel those that it did not show before, since `now`, Unix ms. */
  applied(writes: readonly (readonly Stamp[])[], now: number): void {
    const before = new Map(this.#newest);
    for (const stamps of writes) for (const stamp of newestOf(stamps, before)) this.#observe(stamp, now);
  }

  #forget(server: ServerName): void {
    this.#newest.delete(server);
    this.#delay.remove({ origin: server });
  }

  #observe(stamp: Stamp, now: number): void {
    // A stamp is ahead of its server's clock where that saw one that was.
    this.#delay.observe({ origin: stamp.server }, Math.max(0, now - stamp.ms) / 1000);
    if (compareStamps(stamp, this.#newest.get(stamp.server)!) > 0) this.#newest.set(stamp.server, stamp);
  }
}

/** By server the newest stamp that is above `known`, which names the servers that count. */
function newestOf(stamps: Iterable<Stamp>, known: ReadonlyMap<ServerName, Stamp>): Iterable<Stamp> {
  const newest = new Map<ServerName, Stamp>();
  for (const stamp of stamps) {
    const last = newest.get(stamp.server) ?? known.get(stamp.server);
    if (last !== undefined && compareStamps(stamp, last) > 0) newest.set(stamp.server, stamp);
  }
  return newest.values();
}
