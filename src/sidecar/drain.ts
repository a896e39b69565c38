import type { DrainProgress, DrainWatcher } from '../ops/drain-call.ts';
import type { PeerTable } from '../peer/peer-table.ts';
import type { Timers } from '../peer/timers.ts';

/** How often it is looked whether peers have everything: often enough that nobody waits for the look. */
const LOOK_MS = 100;

export interface DrainDependencies {
  readonly timers: Timers;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly peers: Pick<PeerTable, 'peers' | 'tick'>;
  /**
   * Says that nothing is served any more, takes no more from the host than it has already, makes that durable, and neither takes
   * nor makes new links.
   */
  readonly quiesce: () => void;
  /** Tells operators that it began, decided by whom, or how it ended. */
  readonly tell: (kind: 'sidecar.draining' | 'sidecar.drained', text: string, by?: string) => void;
  /** Everything that can be done was: the sidecar is to stop. */
  readonly finished: () => void;
}

/**
 * Gets a sidecar ready to stop: what its host told before is durable and with every peer that is linked, when that can be had in
 * time. What a peer does not get now it gets from here at its next link, as after any stop.
 */
export class Drain {
  readonly #dependencies: DrainDependencies;
  readonly #watchers = new Set<DrainWatcher>();
  #deadline: number | null = null;

  constructor(dependencies: DrainDependencies) {
    this.#dependencies = dependencies;
  }

  /** Begins, unless it has begun: then `watcher` only hears how it goes on. Returns how to stop hearing. */
  start(by: string, timeoutMs: number, watcher: DrainWatcher): () => void {
    const { now, quiesce, tell } = this.#dependencies;
    this.#watchers.add(watcher);
    if (this.#deadline === null) {
      this.#deadline = now() + timeoutMs;
      tell('sidecar.draining', 'nothing new is taken, and peers are told what waits', by);
      quiesce();
      this.#look();
    }
    return () => this.#watchers.delete(watcher);
  }

  #look(): void {
    const { now, peers, timers } = this.#dependencies;
    // What a delay held back leaves with a tick.
    peers.tick();
    const waiting = this.#waiting();
    if (waiting.length === 0 || now() >= this.#deadline!) {
      this.#end(waiting.length === 0 ? 'drained' : 'overdue', waiting);
      return;
    }
    this.#tell({ state: 'draining', waiting });
    timers.after(LOOK_MS, () => this.#look());
  }

  #end(state: 'drained' | 'overdue', waiting: DrainProgress['waiting']): void {
    const late = waiting.map(({ server }) => server).join(', ');
    const text = state === 'drained' ? 'every peer that is linked has everything' : `not in time: ${late}`;
    this.#dependencies.tell('sidecar.drained', text);
    this.#tell({ state, waiting });
    this.#dependencies.finished();
  }

  #tell(progress: DrainProgress): void {
    for (const watcher of this.#watchers) watcher(progress);
  }

  /** A peer that is not linked now gets it when it is. */
  #waiting(): DrainProgress['waiting'] {
    return [...this.#dependencies.peers.peers]
      .filter(([, { session }]) => session !== null && (!session.live || session.waiting > 0))
      .map(([server, { session }]) => ({ server, items: session!.waiting }));
  }
}
