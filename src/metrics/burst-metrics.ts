import { Gauge, Histogram, type Registry } from 'prom-client';
import type { ServerName } from '../core/identity.ts';
import { PAGE_LINES_MAX } from '../peer/session-receiver.ts';
import type { EndCode } from './end-code.ts';
import { PeerCounter } from './peer-counter.ts';

export interface BurstMetricsDependencies {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Bytes of lines that came from the peer since the start. */
  readonly receivedBytes: (peer: ServerName) => number;
}

interface OpenBurst {
  readonly mode: string;
  readonly startedAt: number;
  readonly bytesBefore: number;
}

/** Up to a burst of 200,000 channels on a slow machine. */
const DURATION_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];

type StepDetails = Readonly<Record<string, number | string | null>>;

/** Counts the bursts of configured peers and the pages of changes after them, from the steps of their sessions. */
export class BurstMetrics {
  readonly #dependencies: BurstMetricsDependencies;
  /** Bursts that have begun and not ended, by peer. */
  readonly #open = new Map<ServerName, OpenBurst>();
  /** Peers that tell, after the end of their burst, of what they do not hold: up to the page with a resume point. */
  readonly #telling = new Set<ServerName>();
  readonly #prepared: PeerCounter;
  readonly #received: PeerCounter;
  readonly #failures: PeerCounter;
  readonly #pages: PeerCounter;
  readonly #lines: PeerCounter;
  readonly #bytes: PeerCounter;
  readonly #seconds: Histogram<'mode'>;
  readonly #lastSeconds: Gauge<'peer'>;
  readonly #deltaPages: PeerCounter;
  readonly #deltaLines: PeerCounter;
  readonly #counters: PeerCounter[] = [];
  #peers: readonly ServerName[] = [];

  constructor(registry: Registry, dependencies: BurstMetricsDependencies) {
    this.#dependencies = dependencies;
    const counter = (name: string, help: string, label?: string) => {
      const made = new PeerCounter(registry, name, help, label);
      this.#counters.push(made);
      return made;
    };
    this.#prepared = counter('bursts_prepared_total', 'Bursts begun for a peer', 'mode');
    this.#received = counter('bursts_received_total', 'Bursts of a peer that came to their end', 'mode');
    this.#failures = counter(
      'burst_failures_total',
      'Bursts of a peer that the end of the link cut off',
      'reason',
    );
    this.#pages = counter('burst_received_pages_total', 'Pages in bursts of a peer');
    this.#lines = counter('burst_received_lines_total', 'Lines in pages of bursts of a peer');
    this.#bytes = counter(
      'burst_received_bytes_total',
      'Bytes, uncompressed, of bursts of a peer that came to their end',
    );
    this.#seconds = new Histogram({
      name: 'cburst_burst_duration_seconds',
      help: 'From the begin of a burst of a peer to its end',
      labelNames: ['mode'],
      buckets: DURATION_BUCKETS,
      registers: [registry],
    });
    this.#lastSeconds = new Gauge({
      name: 'cburst_burst_last_duration_seconds',
      help: 'From the begin to the end of the last burst of a peer',
      labelNames: ['peer'],
      registers: [registry],
    });
    this.#deltaPages = counter('delta_received_pages_total', 'Pages of a peer outside its bursts');
    this.#deltaLines = counter('delta_received_lines_total', 'Lines of a peer outside its bursts');
  }

  /** These are the peers from now on: of others nothing is counted or told any more. */
  configure(peers: readonly ServerName[]): void {
    for (const each of this.#counters) each.configure(peers);
    for (const peer of this.#peers) if (!peers.includes(peer)) this.#forget(peer);
    this.#peers = peers;
  }

  /** A step of the session that counts; see `PeerTableEvents.step`. */
  step(peer: ServerName, step: string, details: StepDetails): void {
    if (!this.#peers.includes(peer)) return;
    if (step === 'burst.prepared') this.#prepared.add(peer, 1, String(details.mode));
    else if (step === 'burst.received') this.#begin(peer, String(details.mode));
    else if (step === 'page.received') this.#page(peer, details);
    else if (step === 'eob.received') this.#end(peer);
  }

  /** The link to the peer that counted is gone, or another one counts. */
  linkEnded(peer: ServerName, reason: EndCode): void {
    this.#telling.delete(peer);
    if (this.#open.delete(peer)) this.#failures.add(peer, 1, reason);
  }

  #forget(peer: ServerName): void {
    this.#open.delete(peer);
    this.#telling.delete(peer);
    this.#lastSeconds.remove({ peer });
  }

  #begin(peer: ServerName, mode: string): void {
    const { now, receivedBytes } = this.#dependencies;
    this.#open.set(peer, { mode, startedAt: now(), bytesBefore: receivedBytes(peer) });
  }

  #page(peer: ServerName, details: StepDetails): void {
    // A page that says more than it may have ends the link.
    const lines = Math.min(Number(details.lines), PAGE_LINES_MAX);
    const isBurst = this.#open.has(peer) || this.#telling.has(peer);
    if (details.sequence !== null) this.#telling.delete(peer);
    (isBurst ? this.#pages : this.#deltaPages).add(peer);
    (isBurst ? this.#lines : this.#deltaLines).add(peer, lines);
  }

  #end(peer: ServerName): void {
    const open = this.#open.get(peer);
    if (open === undefined) return;
    const { now, receivedBytes } = this.#dependencies;
    this.#open.delete(peer);
    this.#telling.add(peer);
    this.#received.add(peer, 1, open.mode);
    this.#bytes.add(peer, receivedBytes(peer) - open.bytesBefore);
    const seconds = (now() - open.startedAt) / 1000;
    this.#seconds.observe({ mode: open.mode }, seconds);
    this.#lastSeconds.set({ peer }, seconds);
  }
}
