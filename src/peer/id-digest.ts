import type { BurstItem } from '../extension/burst-router.ts';

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * How many items were presented, and a digest of which: two peers whose digests are the same mean the same ones. It tells
 * loss, not forgery; the link proves who speaks.
 */
export class IdDigest {
  #count = 0;
  #high = 0;
  #low = 0;

  get count(): number {
    return this.#count;
  }

  /** Once for each item, in any order. */
  add({ burstType, id }: BurstItem): void {
    this.#count++;
    this.#high ^= fnv(id, fnv(`${burstType} `));
    this.#low ^= fnv(` ${burstType}`, fnv(id));
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return [this.#high, this.#low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** FNV-1a, 32 bits, of `text` after what was hashed before. */
function fnv(text: string, before = FNV_BASIS): number {
  let hash = before;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return hash;
}
