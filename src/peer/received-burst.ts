import type { ItemId } from '../extension/burst-extension.ts';
import type { BurstItem } from '../extension/burst-router.ts';
import type { BurstEndMessage } from '../wire/burst-end-line.ts';
import { IdDigest } from './id-digest.ts';

/** What came of a peer's burst. */
export class ReceivedBurst {
  readonly mode: 'full' | 'resume';
  readonly #seen = new Map<string, Set<ItemId>>();
  /** Burst types with a line of which it is not known what it was about. */
  readonly unreadable = new Set<string>();

  constructor(mode: 'full' | 'resume') {
    this.mode = mode;
  }

  /** A line about the item came, whether it could be taken or not. */
  see({ burstType, id }: BurstItem): void {
    const ids = this.#seen.get(burstType);
    if (ids === undefined) this.#seen.set(burstType, new Set([id]));
    else ids.add(id);
  }

  /** False: the peer presented other items than came. */
  fits({ documents, ids }: BurstEndMessage): boolean {
    if (ids === null || this.unreadable.size > 0) return true;
    const digest = new IdDigest();
    for (const [burstType, seen] of this.#seen) for (const id of seen) digest.add({ burstType, id });
    return digest.count === documents && String(digest) === ids;
  }

  /** What came of a burst type. */
  presented(burstType: string): ReadonlySet<ItemId> {
    return this.#seen.get(burstType) ?? new Set();
  }
}
