import type { Registry } from 'prom-client';
import type { ServerName } from '../core/identity.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerStatus, PeerTable, PeerTableEvents } from '../peer/peer-table.ts';
import type { BurstMetrics } from './burst-metrics.ts';
import { type EndCode, endCode } from './end-code.ts';
import { gauge } from './gauge.ts';
import { PeerCounter } from './peer-counter.ts';

/** Counts what happens with peers, all of them configured. */
export class PeerMetrics {
  readonly #registry: Registry;
  readonly #bursts: BurstMetrics;
  readonly #links: PeerCounter;
  readonly #ends: PeerCounter;
  readonly #dialFailures: PeerCounter;
  readonly #rejected: PeerCounter;
  readonly #notAccepted: PeerCounter;
  readonly #comparisons: PeerCounter;
  readonly #counters: PeerCounter[] = [];

  constructor(registry: Registry, peers: readonly ServerName[], bursts: BurstMetrics) {
    this.#registry = registry;
    this.#bursts = bursts;
    const counter = (name: string, help: string, label?: string) => {
      const made = new PeerCounter(registry, name, help, label);
      this.#counters.push(made);
      return made;
    };
    this.#links = counter('peer_links_total', 'Links to a peer whose hello was accepted');
    this.#ends = counter('peer_link_ends_total', 'Ends of links to a peer', 'reason');
    this.#dialFailures = counter('peer_dial_failures_total', 'Dials that became no link');
    this.#rejected = counter('rejected_lines_total', 'Lines of a peer not taken here', 'reason');
    this.#notAccepted = counter('refused_lines_total', 'Lines of this server that a peer did not take');
    this.#comparisons = counter('comparisons_total', 'Comparisons with a peer', 'outcome');
    this.configure(peers);
  }

  /** These are the peers from now on: of others nothing is counted or told any more. */
  configure(peers: readonly ServerName[]): void {
    for (const each of this.#counters) each.configure(peers);
    this.#bursts.configure(peers);
  }

  /** The events, counted. */
  count(events: PeerTableEvents): PeerTableEvents {
    return {
      ...events,
      linked: (peer, session) => {
        this.#bursts.linkEnded(peer, 'duplicate');
        this.#links.add(peer);
        events.linked(peer, session);
      },
      unlinked: (peer, reason) => {
        this.#ended(peer, endCode(reason));
        events.unlinked(peer, reason);
      },
      rejected: (peer, page, line, problem) => {
        this.#rejected.add(peer, 1, problem.code);
        events.rejected(peer, page, line, problem);
      },
      notAccepted: (peer, text) => {
        this.#notAccepted.add(peer);
        events.notAccepted(peer, text);
      },
      compared: (peer, outcome) => {
        this.#comparisons.add(peer, 1, outcome.kind);
        events.compared(peer, outcome);
      },
      step: (peer, step, details) => {
        this.#bursts.step(peer, step, details);
        events.step(peer, step, details);
      },
    };
  }

  dialFailed(peer: ServerName): void {
    this.#dialFailures.add(peer);
  }

  /** Reads what is known of each peer whenever it is asked for. */
  observe({ peers }: Pick<PeerTable, 'peers'>, replica: Pick<Replica, 'sequence' | 'peers'>): void {
    const each = (name: string, help: string, read: (status: PeerStatus, peer: ServerName) => number) =>
      gauge(this.#registry, name, help, ['peer'], () =>
        [...peers].map(([peer, status]) => [{ peer }, read(status, peer)]),
      );
    each('peer_up', '1: linked, and both bursts are over', ({ session }) => (session?.live ? 1 : 0));
    each('peer_dirty', '1: a line was rejected and has not come again', ({ session }) =>
      session?.dirty ? 1 : 0,
    );
    each(
      'peer_waiting_items',
      'Items and pages that it has not got yet',
      ({ session }) => session?.waiting ?? 0,
    );
    each('peer_latency_seconds', 'Of its last answer', ({ session }) => (session?.latencyUs ?? 0) / 1e6);
    each('peer_lag_changes', 'Changes here that it has not acknowledged', (_status, peer) =>
      Math.max(0, replica.sequence - (replica.peers.get(peer)?.acknowledged ?? 0)),
    );
  }

  #ended(peer: ServerName, reason: EndCode): void {
    this.#ends.add(peer, 1, reason);
    this.#bursts.linkEnded(peer, reason);
  }
}
