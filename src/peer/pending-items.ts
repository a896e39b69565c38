import type { ItemParts } from '../extension/burst-extension.ts';
import type { BurstItem } from '../extension/burst-router.ts';

/** What a peer has yet to hear of: each item once, however often it changes, in the order of its first change. */
export class PendingItems {
  readonly #items = new Map<string, { item: BurstItem; parts: ItemParts }>();

  get size(): number {
    return this.#items.size;
  }

  add(item: BurstItem, parts: ItemParts): void {
    const key = itemKey(item);
    const waiting = this.#items.get(key);
    if (waiting === undefined) this.#items.set(key, { item, parts });
    else if (waiting.parts !== null) waiting.parts = parts && waiting.parts.union(parts);
  }

  delete(item: BurstItem): void {
    if (this.#items.size > 0) this.#items.delete(itemKey(item));
  }

  /** Removes and returns the first. */
  shift(): { item: BurstItem; parts: ItemParts } | undefined {
    for (const [key, pending] of this.#items) {
      this.#items.delete(key);
      return pending;
    }
    return undefined;
  }
}

/** A key for maps. */
export function itemKey({ burstType, id }: BurstItem): string {
  return `${burstType} ${id}`;
}
