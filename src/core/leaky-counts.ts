import type { ServerName } from './identity.ts';

const MINUTE_MS = 60_000;

/** Counts for each peer what happened; a part of it is forgotten every minute. */
export class LeakyCounts {
  readonly #perMinute: () => number;
  readonly #counts = new Map<ServerName, { at: number; count: number }>();

  constructor(perMinute: () => number) {
    this.#perMinute = perMinute;
  }

  count(peer: ServerName, now: number): number {
    const last = this.#counts.get(peer);
    if (last === undefined) return 0;
    // A clock that was put back makes nothing last longer than it would have from then on.
    const minutes = Math.max(0, now - last.at) / MINUTE_MS;
    return Math.max(0, last.count - minutes * this.#perMinute());
  }

  add(peer: ServerName, more: number, now: number): void {
    this.#counts.set(peer, { at: now, count: this.count(peer, now) + more });
  }
}
