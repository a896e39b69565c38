import type { ServerName } from './identity.ts';

const MINUTE_MS = 60_000;

/** Counts for each peer what happened in its present minute, which begins with the first of it. */
export class MinuteCounts {
  readonly #minutes = new Map<ServerName, { since: number; count: number }>();

  count(peer: ServerName, now: number): number {
    const minute = this.#minutes.get(peer);
    return minute !== undefined && isWithin(minute.since, now) ? minute.count : 0;
  }

  add(peer: ServerName, more: number, now: number): void {
    if (more === 0) return;
    const minute = this.#minutes.get(peer);
    if (minute !== undefined && isWithin(minute.since, now)) minute.count += more;
    else this.#minutes.set(peer, { since: now, count: more });
  }
}

/** A clock that was put back ends the minute: else it could last for days. */
function isWithin(since: number, now: number): boolean {
  return now >= since && now - since < MINUTE_MS;
}
