import type { ItemId } from './burst-extension.ts';

/** One of the items that are burst. */
export interface BurstItem {
  readonly burstType: string;
  readonly id: ItemId;
}

/** What one extension lists. */
export interface ListedType {
  readonly burstType: string;
  /** At most so many more ids, none twice; none: there are no more. Null: the extension failed. */
  readonly take: (max: number) => readonly ItemId[] | null;
}

/**
 * What the extensions list, one after the other, as much at a time as is asked for: to look at everything that a server has
 * would keep everybody else waiting.
 */
export class ItemListing {
  /** Burst types that could not say what they have, or the rest of it, as far as they were asked. */
  readonly failed: string[] = [];
  readonly #types: ListedType[];

  constructor(types: Iterable<ListedType>) {
    this.#types = [...types];
  }

  /** At most `max` more; none: there are no more. */
  next(max: number): BurstItem[] {
    for (let type = this.#types[0]; type !== undefined; type = this.#types[0]) {
      const { burstType } = type;
      const ids = type.take(max);
      if (ids !== null && ids.length > 0) return ids.map((id) => ({ burstType, id }));
      if (ids === null) this.failed.push(burstType);
      this.#types.shift();
    }
    return [];
  }

  /** All that is left. */
  all(): BurstItem[] {
    const all: BurstItem[] = [];
    for (let some = this.next(ALL); some.length > 0; some = this.next(ALL))
      for (const item of some) all.push(item);
    return all;
  }
}

const ALL = Number.POSITIVE_INFINITY;
