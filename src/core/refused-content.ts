import type { ChannelId, ServerName } from './identity.ts';
import type { IrcText } from './irc-text.ts';

/** Content of a peer that an operator rejected for good. */
export interface Refusal {
  readonly peer: ServerName;
  readonly id: ChannelId;
  /** Of the content, as whoever remembered it computes it. */
  readonly digest: string;
  /** The channel's name as the peer spells it. */
  readonly channel: IrcText;
  /** Under which it was in quarantine; 0: not known, it was rejected under the first release. */
  readonly number: number;
}

/** Beyond it the oldest go: their content, should it come again, is judged again. */
export const REFUSALS_MAX = 10_000;

/**
 * What was refused, so that it is neither judged nor asked for again while it stays the same. Of each peer and id the last
 * content counts.
 */
export class RefusedContent {
  readonly #refusals = new Map<string, Refusal>();

  /** Returns the refusal that had to go for it. */
  add(refusal: Refusal): Refusal | null {
    const key = refusalKey(refusal.peer, refusal.id);
    this.#refusals.delete(key);
    this.#refusals.set(key, refusal);
    if (this.#refusals.size <= REFUSALS_MAX) return null;
    const [oldestKey, oldest] = this.#refusals.entries().next().value!;
    this.#refusals.delete(oldestKey);
    return oldest;
  }

  /** Something of that id was refused to the peer. */
  about(peer: ServerName, id: ChannelId): boolean {
    // Asked of every line of a burst, and nearly always there is nothing.
    return this.#refusals.size > 0 && this.#refusals.has(refusalKey(peer, id));
  }

  has({ peer, id, digest }: Pick<Refusal, 'peer' | 'id' | 'digest'>): boolean {
    return this.#refusals.get(refusalKey(peer, id))?.digest === digest;
  }

  /** The peer's content of that id is not refused any more. */
  delete(peer: ServerName, id: ChannelId): boolean {
    return this.#refusals.delete(refusalKey(peer, id));
  }

  /** What was rejected as `number`. */
  numbered(number: number): Refusal | undefined {
    if (number === 0) return undefined;
    for (const refusal of this.#refusals.values()) if (refusal.number === number) return refusal;
    return undefined;
  }

  /** By its `refusalKey`. */
  find(key: string): Refusal | undefined {
    return this.#refusals.get(key);
  }

  /** The oldest first; added again in this order they are the same. */
  list(): Refusal[] {
    return [...this.#refusals.values()];
  }
}

/** Names what was refused of `peer` about `id`. */
export function refusalKey(peer: ServerName, id: ChannelId): string {
  return `${id} ${peer}`;
}
