import { type Register, wins } from './document.ts';
import { canonicalValue, type FieldKey } from './field.ts';
import type { ChannelId } from './identity.ts';
import { isFloor } from './stamp.ts';

/** Fields of which a lost write is remembered: about 3 MB. */
export const LOST_WRITES_MAX = 10_000;

/**
 * Of each field the latest write that lost against the one that counts, for people who ask why. In memory only, since the
 * start: a document keeps what won. Of more than `LOST_WRITES_MAX` fields those that lost longest ago are forgotten.
 */
export class LostWrites {
  readonly #max: number;
  readonly #writes = new Map<string, Register>();

  constructor(max = LOST_WRITES_MAX) {
    this.#max = max;
  }

  /** `lost` is not what counts, because of `won`. Defaults that nobody wrote, and the same said again, are no loss. */
  note(id: ChannelId, key: FieldKey, lost: Register, won: Register): void {
    if (isFloor(lost.stamp) || canonicalValue(lost.field) === canonicalValue(won.field)) return;
    const name = nameOf(id, key);
    const known = this.#writes.get(name);
    this.#writes.delete(name);
    this.#writes.set(name, known !== undefined && !wins(lost, known) ? known : lost);
    if (this.#writes.size <= this.#max) return;
    const [oldest] = this.#writes.keys();
    this.#writes.delete(oldest!);
  }

  of(id: ChannelId, key: FieldKey): Register | null {
    return this.#writes.get(nameOf(id, key)) ?? null;
  }
}

function nameOf(id: ChannelId, key: FieldKey): string {
  return `${id} ${key}`;
}
