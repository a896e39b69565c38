import { type DigestEntry, leafDigest } from '../core/digest-tree.ts';
import type { ChannelId } from '../core/identity.ts';

/**
 * Documents that the peer sends too: what it sends of them may say all that this side would. So they wait until it has come.
 * Mostly one of two sides knows more, and what that one sent made the other's copy needless: half the bytes of a repair.
 */
export class HeldRepairs {
  /** By id: the leaf digest of the peer's own. */
  readonly #told = new Map<ChannelId, number>();
  readonly #came = new Set<ChannelId>();

  get size(): number {
    return this.#told.size;
  }

  /** What the peer sends has come, of all of them. */
  get complete(): boolean {
    return this.#came.size === this.#told.size;
  }

  add(id: ChannelId, told: number): void {
    this.#told.set(id, told);
  }

  ids(): Iterable<ChannelId> {
    return this.#told.keys();
  }

  /** What the peer says of `id` is joined in. */
  came(id: ChannelId): void {
    if (this.#told.has(id)) this.#came.add(id);
  }

  /** Those of which this side, by `entries`, does not have what the peer has. Then nothing is held any more. */
  take(entries: Iterable<DigestEntry>): ChannelId[] {
    for (const entry of entries)
      if (this.#told.get(entry.id) === leafDigest(entry)) this.#told.delete(entry.id);
    const left = [...this.#told.keys()];
    this.#told.clear();
    this.#came.clear();
    return left;
  }
}
