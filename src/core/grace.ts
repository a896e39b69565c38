import type { ChannelEntry } from './channel-table.ts';
import type { ChannelId, ServerName } from './identity.ts';

/**
 * Channels that are kept for an ircd that restarted and has not got its users back, and for how many milliseconds yet that
 * this server is up: neither a clock that jumps nor an outage of this server's own takes them away.
 */
export class Grace {
  readonly #server: ServerName;
  readonly #left = new Map<ChannelId, number>();

  constructor(server: ServerName) {
    this.#server = server;
  }

  keep(id: ChannelId, ms: number): void {
    this.#left.set(id, ms);
  }

  /** What is kept under one id is kept under the other, too. */
  move(from: ChannelId, to: ChannelId): void {
    const leftMs = this.#left.get(from);
    if (leftMs !== undefined) this.#left.set(to, leftMs);
  }

  /** For how long the channel is kept yet; null: it is not. */
  leftMs({ document, holders }: ChannelEntry): number | null {
    const isGraced = (holders.get(this.#server)?.graceMs ?? null) !== null;
    return isGraced ? (this.#left.get(document.id) ?? null) : null;
  }

  /** So many more milliseconds passed: the channels that are kept no longer. */
  pass(elapsedMs: number, find: (id: ChannelId) => ChannelEntry | undefined): ChannelEntry[] {
    const due: ChannelEntry[] = [];
    for (const [id, leftMs] of this.#left) {
      const entry = find(id);
      if (entry === undefined || this.leftMs(entry) === null) this.#left.delete(id);
      else if (leftMs > elapsedMs) this.#left.set(id, leftMs - elapsedMs);
      else due.push(entry);
    }
    return due;
  }
}
