import type { DocumentDigest } from './document-digest.ts';
import type { ChannelId } from './identity.ts';

/** A document that is compared, as one side sees it. */
export interface DigestEntry {
  readonly id: ChannelId;
  readonly digest: DocumentDigest;
  /** Members that the server with the bytewise smaller name has in the channel; null: it does not hold it. */
  readonly first: number | null;
  /** The same of the other server. */
  readonly second: number | null;
  /** Another one after every change of the document on this side, if only by a removal, which `digest` does not show. Default: 0. */
  readonly revision?: number;
}

/** What all documents of one side come to. */
export interface DigestRoot {
  /** The sum of their terms: 48 bits. */
  readonly sum: number;
  readonly documents: number;
}

/** Documents whose places begin with the same bits: `index` is these bits, two for each level below the root. */
export interface DigestNode {
  readonly level: number;
  readonly index: number;
}

/** One document as a peer is told of it. */
export interface Leaf {
  /** 18 bits of its id's hash: says which documents of two sides are the same, among the few of a node. */
  readonly tag: number;
  /** 48 bits of content and presence, the same in every round. */
  readonly digest: number;
}

export interface OwnLeaf extends Leaf {
  readonly id: ChannelId;
  /** As of its `DigestEntry`. */
  readonly revision: number;
}

export const ROOT: DigestNode = { level: 0, index: 0 };

/** Below it nodes do not part: about a million of them. */
export const LEVEL_MAX = 10;

/** Children of a node. Four cost the fewest bytes when few of very many documents differ. */
export const FAN_OUT = 4;

/** Sums of all documents have 48 bits, those of a node the last 36: bytes count there, and a salt is used once. */
export const ROOT_BITS = 48;
export const SUM_BITS = 36;
export const TAG_BITS = 18;

const ROOT_RANGE = 2 ** ROOT_BITS;
const SUM_RANGE = 2 ** SUM_BITS;
const WORD = 2 ** 32;
/** Of the 32 bits of a place as many as part nodes. */
const PLACE_SHIFT = 32 - 2 * LEVEL_MAX;

/** The documents of a tree in the order of their places. */
interface OrderedDocuments {
  readonly places: Uint32Array;
  /** Which document each place is of. */
  readonly indexes: Uint32Array;
  /** Sums of all documents before, modulo 2^48; the last is that of all. */
  readonly sums: Float64Array;
}

/**
 * The documents of one side in one round, in the order of their places, with sums over any node at hand.
 *
 * Places and sums are salted: who does not know the salt beforehand can neither crowd a node nor find documents that
 * cancel out in a sum, and a sum that hides a difference by accident does so no longer than the salt is used.
 */
export class DigestTree {
  readonly #entries: DigestEntry[] = [];
  /** What each of them adds to sums. */
  readonly #terms: number[] = [];
  readonly #salt: number;
  readonly #root: number;
  /** Null until a node is asked for: where both sides are equal it never is. */
  #ordered: OrderedDocuments | null = null;

  /** @param salt 0 to 2^32 - 1 */
  constructor(entries: Iterable<DigestEntry>, salt: number) {
    this.#salt = salt;
    let root = 0;
    for (const entry of entries) {
      const term = termOf(entry, salt);
      this.#entries.push(entry);
      this.#terms.push(term);
      root = addTerms(root, term);
    }
    this.#root = root;
  }

  /** Its sum is 0 when there are no documents. */
  root(): DigestRoot {
    return { sum: this.#root, documents: this.#entries.length };
  }

  /** The sum of a node's documents, 36 bits. */
  sum(node: DigestNode): number {
    const { sums } = this.#order();
    const difference = sums[this.#end(node)]! - sums[this.#start(node)]!;
    return sumOf(difference + ROOT_RANGE);
  }

  count(node: DigestNode): number {
    return this.#end(node) - this.#start(node);
  }

  leaves(node: DigestNode, max = Number.POSITIVE_INFINITY): OwnLeaf[] {
    const leaves: OwnLeaf[] = [];
    const { indexes } = this.#order();
    const start = this.#start(node);
    const end = Math.min(this.#end(node), start + max);
    for (let at = start; at < end; at++) {
      const entry = this.#entries[indexes[at]!]!;
      const tag = entry.digest.place & (2 ** TAG_BITS - 1);
      leaves.push({ id: entry.id, tag, digest: leafDigest(entry), revision: entry.revision ?? 0 });
    }
    return leaves;
  }

  #order(): OrderedDocuments {
    this.#ordered ??= orderDocuments(this.#entries, this.#terms, this.#salt);
    return this.#ordered;
  }

  #start({ level, index }: DigestNode): number {
    return this.#firstFrom(index * FAN_OUT ** (LEVEL_MAX - level));
  }

  #end({ level, index }: DigestNode): number {
    return this.#start({ level, index: index + 1 });
  }

  /** How many documents stand before `place`. */
  #firstFrom(place: number): number {
    const { places } = this.#order();
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (places[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function orderDocuments(
  entries: readonly DigestEntry[],
  terms: readonly number[],
  salt: number,
): OrderedDocuments {
  const size = entries.length;
  // A place above, the index of its document below: one number, to be sorted without a look at anything else.
  const sorted = new Float64Array(size);
  entries.forEach(({ digest }, index) => {
    sorted[index] = (scramble(digest.place ^ salt) >>> PLACE_SHIFT) * WORD + index;
  });
  sorted.sort();
  const places = new Uint32Array(size);
  const indexes = new Uint32Array(size);
  const sums = new Float64Array(size + 1);
  for (let at = 0, sum = 0; at < size; at++) {
    const place = Math.floor(sorted[at]! / WORD);
    const index = sorted[at]! - place * WORD;
    sum += terms[index]!;
    if (sum >= ROOT_RANGE) sum -= ROOT_RANGE;
    places[at] = place;
    indexes[at] = index;
    sums[at + 1] = sum;
  }
  return { places, indexes, sums };
}

export function children({ level, index }: DigestNode): DigestNode[] {
  return Array.from({ length: FAN_OUT }, (_, nth) => ({ level: level + 1, index: index * FAN_OUT + nth }));
}

/** What an entry adds to sums in a round with this salt, 48 bits. */
export function termOf(entry: Omit<DigestEntry, 'id'>, salt: number): number {
  absorbEntry(WORDS, entry);
  absorb(WORDS, salt);
  return bits48(WORDS);
}

/** `sum` with one more term, or sum of terms, and without another one; each has 48 bits. */
export function addTerms(sum: number, term: number, without = 0): number {
  const changed = sum + term - without;
  if (changed >= ROOT_RANGE) return changed - ROOT_RANGE;
  return changed < 0 ? changed + ROOT_RANGE : changed;
}

/** What a peer is told of the document, in a leaf. */
export function leafDigest(entry: DigestEntry): number {
  absorbEntry(WORDS, entry);
  return bits48(WORDS);
}

/** `sum` as the sum of a node: not negative, its last 36 bits. */
export function sumOf(sum: number): number {
  return ((sum % SUM_RANGE) + SUM_RANGE) % SUM_RANGE;
}

/** Where words are mixed: an array for each would be most of what that costs. */
const WORDS = new Int32Array(2);

function absorbEntry(words: Int32Array, { digest, first, second }: Omit<DigestEntry, 'id'>): void {
  words[0] = digest.high;
  words[1] = digest.low;
  absorb(words, (first === null ? 0 : 1) + (second === null ? 0 : 2));
  absorb(words, first ?? 0);
  absorb(words, second ?? 0);
}

/** Takes `word` into the two words: none of it is lost, they change one to one. */
function absorb(words: Int32Array, word: number): void {
  words[0] = scramble(words[0]! ^ word);
  words[1] = scramble(words[1]! + words[0]!);
}

function bits48(words: Int32Array): number {
  return (words[1]! & 0xffff) * WORD + (words[0]! >>> 0);
}

/** The finaliser of MurmurHash3: every bit of the result depends on every bit of `word`, and no two words become one. */
function scramble(word: number): number {
  let bits = word ^ (word >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
