import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ServerName } from '../core/identity.ts';
import { PAGE_LINES_MAX } from '../peer/session-receiver.ts';
import type { EndCode } from './end-code.ts';

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

/** Counts the bursts of peers and the pages of changes after them, from the steps of their sessions. */
export class BurstMetrics {
  readonly #dependencies: BurstMetricsDependencies;
  /** Bursts that have begun and not ended, by peer. */
  readonly #open = new Map<ServerName, OpenBurst>();
  /** Peers that tell, after the end of their burst, of what they do not hold: up to the page with a resume point. */
  readonly #telling = new Set<ServerName>();
  readonly #prepared: Counter<'peer' | 'mode'>;
  readonly #received: Counter<'peer' | 'mode'>;
  readonly #failures: Counter<'peer' | 'reason'>;
  readonly #pages: Counter<'peer'>;
  readonly #lines: Counter<'peer'>;
  readonly #bytes: Counter<'peer'>;
  readonly #seconds: Histogram<'mode'>;
  readonly #lastSeconds: Gauge<'peer'>;
  readonly #deltaPages: Counter<'peer'>;
  readonly #deltaLines: Counter<'peer'>;

  constructor(registry: Registry, dependencies: BurstMetricsDependencies) {
    this.#dependencies = dependencies;
    const counter = <const L extends string>(name: string, help: string, ...labelNames: L[]) =>
      new Counter({ name: `cburst_${name}`, help, labelNames, registers: [registry] });
    this.#prepared = counter('bursts_prepared_total', 'Bursts begun for a peer', 'peer', 'mode');
    this.#received = counter(
      'bursts_received_total',
      'Bursts of a peer that came to their end',
      'peer',
      'mode',
    );
    this.#failures = counter(
      'burst_failures_total',
      'Bursts of a peer that the end of the link cut off',
      'peer',
      'reason',
    );
    this.#pages = counter('burst_received_pages_total', 'Pages in bursts of a peer', 'peer');
    this.#lines = counter('burst_received_lines_total', 'Lines in pages of bursts of a peer', 'peer');
    this.#bytes = counter(
      'burst_received_bytes_total',
      'Bytes, uncompressed, of bursts of a peer that came to their end',
      'peer',
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
    this.#deltaPages = counter('delta_received_pages_total', 'Pages of a peer outside its bursts', 'peer');
    this.#deltaLines = counter('delta_received_lines_total', 'Lines of a peer outside its bursts', 'peer');
  }

  /** A step of the session that counts; see `PeerTableEvents.step`. */
  step(peer: ServerName, step: string, details: StepDetails): void {
    if (step === 'burst.prepared') this.#prepared.inc({ peer, mode: String(details.mode) });
    else if (step === 'burst.received') this.#begin(peer, String(details.mode));
    else if (step === 'page.received') this.#page(peer, details);
    else if (step === 'eob.received') this.#end(peer);
  }

  /** The link to the peer that counted is gone, or another one counts. */
  linkEnded(peer: ServerName, reason: EndCode): void {
    this.#telling.delete(peer);
    if (this.#open.delete(peer)) this.#failures.inc({ peer, reason });
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
    (isBurst ? this.#pages : this.#deltaPages).inc({ peer });
    (isBurst ? this.#lines : this.#deltaLines).inc({ peer }, lines);
  }

  #end(peer: ServerName): void {
    const open = this.#open.get(peer);
    if (open === undefined) return;
    const { now, receivedBytes } = this.#dependencies;
    this.#open.delete(peer);
    this.#telling.add(peer);
    this.#received.inc({ peer, mode: open.mode });
    this.#bytes.inc({ peer }, receivedBytes(peer) - open.bytesBefore);
    const seconds = (now() - open.startedAt) / 1000;
    this.#seconds.observe({ mode: open.mode }, seconds);
    this.#lastSeconds.set({ peer }, seconds);
  }
}
