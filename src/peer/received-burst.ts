import type { ItemId } from '../extension/burst-extension.ts';
import type { BurstItem } from '../extension/burst-router.ts';
import type { BurstEndMessage } from '../wire/burst-end-line.ts';
import { IdDigest } from './id-digest.ts';

/**
 * Items of a burst: their ids are kept up to its end. More than a server can hold channels and tell of each in two burst types.
 */
export const BURST_ITEMS_MAX = 2 ** 21;

/** What came of a peer's burst. */
export class ReceivedBurst {
  readonly mode: 'full' | 'resume';
  readonly #seen = new Map<string, Set<ItemId>>();
  readonly #itemsMax: number;
  #items = 0;
  /** Burst types with a line of which it is not known what it was about. */
  readonly unreadable = new Set<string>();

  constructor(mode: 'full' | 'resume', itemsMax: number) {
    this.mode = mode;
    this.#itemsMax = itemsMax;
  }

  /** A line about the item came, whether it could be taken or not. */
  see({ burstType, id }: BurstItem): void {
    const ids = this.#seen.get(burstType) ?? new Set();
    const before = ids.size;
    this.#seen.set(burstType, ids.add(id));
    this.#items += ids.size - before;
  }

  /** More came than are taken. */
  get overflows(): boolean {
    return this.#items > this.#itemsMax;
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
