import { Counter, Registry } from 'prom-client';
import type { Address } from '../config/sidecar-config.ts';
import type { ServerName } from '../core/identity.ts';
import type { Replica } from '../core/replica.ts';
import type { Announced } from '../extension/burst-extension.ts';
import type { ExtensionFailure } from '../extension/extension-failure.ts';
import type { HostService } from '../host/host-service.ts';
import type { PeerTable } from '../peer/peer-table.ts';
import { ApiMetrics } from './api-metrics.ts';
import { BurstMetrics } from './burst-metrics.ts';
import { addChannelMetrics } from './channel-metrics.ts';
import { ConvergenceMetrics } from './convergence-metrics.ts';
import { currentFigures, type Figure } from './current-figures.ts';
import { HostMetrics } from './host-metrics.ts';
import { LinkBytes } from './link-bytes.ts';
import { MetricsServer } from './metrics-server.ts';
import { PeerMetrics } from './peer-metrics.ts';
import { ProcessMetrics } from './process-metrics.ts';
import { StoreMetrics } from './store-metrics.ts';

export interface SidecarMetricsOptions {
  /** Null: nobody can scrape. */
  readonly listen: Address | null;
  readonly peers: readonly ServerName[];
  readonly storePath: string;
  readonly version: string;
}

export interface SidecarMetricsDependencies {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Unix milliseconds. */
  readonly wallNow: () => number;
}

/** What is read whenever somebody asks. */
export interface Observed {
  readonly replica: Replica;
  readonly peers: PeerTable;
  readonly host: HostService;
}

/**
 * Everything that is counted of a sidecar, and where it is told. Labels are configured names and closed sets of codes: never
 * a channel, a mask or a text that somebody chose, so the number of series is bounded.
 */
export class SidecarMetrics {
  readonly links: LinkBytes;
  readonly peers: PeerMetrics;
  readonly host: HostMetrics;
  readonly store: StoreMetrics;
  readonly api: ApiMetrics;
  readonly #listen: Address | null;
  readonly #registry = new Registry();
  readonly #server = new MetricsServer(this.#registry);
  readonly #process: ProcessMetrics;
  readonly #convergence: ConvergenceMetrics;
  readonly #wallNow: () => number;
  readonly #announced: Counter<'burst_type'>;
  readonly #extensionFailures: Counter<'burst_type' | 'task'>;

  constructor(options: SidecarMetricsOptions, { now, wallNow }: SidecarMetricsDependencies) {
    const { listen, peers, storePath, version } = options;
    const registry = this.#registry;
    this.#listen = listen;
    this.links = new LinkBytes(registry, peers);
    const receivedBytes = (peer: ServerName) => this.links.received(peer);
    this.peers = new PeerMetrics(registry, peers, new BurstMetrics(registry, { now, receivedBytes }));
    this.#convergence = new ConvergenceMetrics(registry, peers, wallNow());
    this.#wallNow = wallNow;
    this.host = new HostMetrics(registry, (writes) => this.#convergence.applied(writes, wallNow()));
    this.api = new ApiMetrics(registry);
    this.store = new StoreMetrics(registry, { now, path: storePath });
    this.#process = new ProcessMetrics(registry, version);
    this.#announced = new Counter({
      name: 'cburst_deltas_announced_total',
      help: 'Items that changed here and are for peers to hear of',
      labelNames: ['burst_type'],
      registers: [registry],
    });
    this.#extensionFailures = new Counter({
      name: 'cburst_extension_failures_total',
      help: 'Times that an extension threw or took too long',
      labelNames: ['burst_type', 'task'],
      registers: [registry],
    });
  }

  /** These are the peers from now on: of others nothing is told any more, and their names are in no series. */
  configure(peers: readonly ServerName[]): void {
    this.links.configure(peers);
    this.peers.configure(peers);
    this.#convergence.configure(peers, this.#wallNow());
  }

  /** What the gauges read. Once. */
  observe({ replica, peers, host }: Observed): void {
    addChannelMetrics(this.#registry, replica, () => peers.peers.keys());
    this.peers.observe(peers, replica);
    this.host.observe(host, replica);
  }

  announced(items: readonly Announced[]): void {
    for (const { burstType, changes } of items) this.#announced.inc({ burst_type: burstType }, changes.size);
  }

  extensionFailed({ burstType, task }: ExtensionFailure): void {
    this.#extensionFailures.inc({ burst_type: burstType, task });
  }

  /** Resolves with the port on which it is told, null: on none. Rejects with the operating system's error. */
  async start(): Promise<number | null> {
    this.#process.start();
    return this.#listen === null ? null : this.#server.start(this.#listen);
  }

  /** Those of which `wants` says so, and how late the event loop was since the start. */
  async figures(wants: (name: string) => boolean): Promise<Figure[]> {
    const process = this.#process.sinceStart().filter(({ name }) => wants(name));
    return [...(await currentFigures(this.#registry, wants)), ...process];
  }

  async stop(): Promise<void> {
    this.#process.stop();
    await this.#server.stop();
  }
}
