import type { BurstItem } from '../extension/burst-router.ts';
import { itemKey } from './pending-items.ts';

const RETRY_FIRST_MS = 1000;
const RETRY_LAST_MS = 60_000;

/** What failed `failures` times before and now again is tried after a second, then after twice as long, up to a minute. */
export function retryDelayMs(failures: number): number {
  return Math.min(RETRY_FIRST_MS * 2 ** failures, RETRY_LAST_MS);
}

/** Items that could not be prepared for a peer, until they could. */
export class ItemRetries {
  /** `dueAt` null: it is being tried. */
  readonly #items = new Map<string, { item: BurstItem; failures: number; dueAt: number | null }>();

  get size(): number {
    return this.#items.size;
  }

  has(item: BurstItem): boolean {
    return this.#items.size > 0 && this.#items.has(itemKey(item));
  }

  failed(item: BurstItem, now: number): void {
    const key = itemKey(item);
    const failures = this.#items.get(key)?.failures ?? 0;
    this.#items.set(key, { item, failures: failures + 1, dueAt: now + retryDelayMs(failures) });
  }

  succeeded(item: BurstItem): void {
    if (this.#items.size > 0) this.#items.delete(itemKey(item));
  }

  /** What is to be tried now. It stays here until it succeeded. */
  due(now: number): BurstItem[] {
    const due: BurstItem[] = [];
    for (const waiting of this.#items.values()) {
      if (waiting.dueAt === null || waiting.dueAt > now) continue;
      waiting.dueAt = null;
      due.push(waiting.item);
    }
    return due;
  }
}
