import type { ServerName } from '../core/identity.ts';

/** What came in a burst of a peer. `bytes`: of its lines, not compressed. */
export interface BurstSize {
  readonly mode: string;
  readonly pages: number;
  readonly lines: number;
  readonly bytes: number;
  readonly durationMs: number;
}

type Open = { mode: string; pages: number; lines: number; bytes: number; startedAt: number };

/** Adds up what comes in the bursts of peers, from the steps of their sessions; of each the latest burst. */
export class BurstSizes {
  /** Monotonic milliseconds. */
  readonly #now: () => number;
  readonly #open = new Map<ServerName, Open>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** See `PeerTableEvents.step`. */
  step(peer: ServerName, step: string, details: Readonly<Record<string, number | string | null>>): void {
    if (step === 'burst.received') {
      const fresh = { pages: 0, lines: 0, bytes: 0, startedAt: this.#now() };
      this.#open.set(peer, { mode: String(details.mode), ...fresh });
    }
    const open = this.#open.get(peer);
    if (step !== 'page.received' || open === undefined) return;
    open.pages++;
    open.lines += Number(details.lines);
    open.bytes += Number(details.bytes);
  }

  /** The burst of the peer is over. Null: none had begun. */
  end(peer: ServerName): BurstSize | null {
    const open = this.#open.get(peer);
    if (open === undefined) return null;
    this.#open.delete(peer);
    const { startedAt, ...size } = open;
    return { ...size, durationMs: Math.round(this.#now() - startedAt) };
  }
}
