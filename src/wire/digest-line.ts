import { type Leaf, ROOT_BITS, SUM_BITS, TAG_BITS } from '../core/digest-tree.ts';
import { lineBytesMax } from './line-bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import { quoteWord } from './quote.ts';

/** A line of a digest exchange. `round` is the number that the side which began it gave. */
export type DigestMessage =
  /** Begins a round: what everything comes to here, under this salt. */
  | { readonly verb: 'DIGEST'; readonly round: number; readonly salt: number; readonly root: number }
  /** What the nodes come to that differed, in the order in which they are due. */
  | { readonly verb: 'SUMS'; readonly round: number; readonly nodes: readonly NodeDigest[] }
  /** The answer to either: one mark for each thing compared; null: nothing is compared now. */
  | { readonly verb: 'DIFFER'; readonly round: number; readonly marks: string | null };

/** The sums of a node's first three children (the peer knows that of all four), or all its documents. */
export type NodeDigest =
  | { readonly kind: 'sums'; readonly sums: readonly number[] }
  | { readonly kind: 'leaves'; readonly leaves: readonly Leaf[] };

export const SALT_MAX = 2 ** 32 - 1;

/** Bytes that the items of a SUMS line may come to: what the words before them leave. */
export const SUMS_BYTES_MAX = lineBytesMax - 64;

const DIGIT_BITS = 6;
const SUM_DIGITS = SUM_BITS / DIGIT_BITS;
const ROOT_DIGITS = ROOT_BITS / DIGIT_BITS;
const TAG_DIGITS = TAG_BITS / DIGIT_BITS;
const LEAF_DIGITS = TAG_DIGITS + ROOT_DIGITS;
const SUMS_SENT = 3;

/** How many bytes a node takes in a SUMS line. */
export function nodeDigestBytes(node: NodeDigest): number {
  return node.kind === 'sums' ? SUMS_SENT * SUM_DIGITS + 1 : node.leaves.length * LEAF_DIGITS + 2;
}

/**
 *     DIGEST <round> <salt> <root>
 *     SUMS <round> <node>,…
 *     DIFFER <round> <marks>
 *
 * The nodes of a SUMS line come to at most `SUMS_BYTES_MAX`.
 */
export function encodeDigestMessage(message: DigestMessage): string {
  const head = `${message.verb} ${message.round}`;
  switch (message.verb) {
    case 'DIGEST':
      return `${head} ${message.salt} ${encodeNumber(message.root, ROOT_DIGITS)}`;
    case 'SUMS':
      return `${head} ${message.nodes.map(encodeNode).join(',')}`;
    case 'DIFFER':
      return `${head} ${message.marks === null ? '-' : quoteWord(message.marks)}`;
  }
}

/** Reads what follows the verb. After a failure of the cursor the message means nothing. */
export function readDigestMessage(cursor: LineCursor, verb: DigestMessage['verb']): DigestMessage {
  const round = cursor.whole('round');
  switch (verb) {
    case 'DIGEST':
      return { verb, round, salt: cursor.whole('salt', SALT_MAX), root: readRoot(cursor) };
    case 'SUMS':
      return { verb, round, nodes: readNodes(cursor) };
    case 'DIFFER':
      return { verb, round, marks: readMarks(cursor) };
  }
}

function readRoot(cursor: LineCursor): number {
  const word = cursor.word('root');
  const root = word.length === ROOT_DIGITS ? decodeNumber(word, 0, ROOT_DIGITS) : null;
  if (root === null) cursor.fail('bad-value', `root is not ${ROOT_DIGITS} digits`);
  return root ?? 0;
}

function readNodes(cursor: LineCursor): NodeDigest[] {
  cursor.word('nodes');
  const nodes = cursor.items().map(decodeNode);
  if (nodes.length === 0 || nodes.includes(null))
    cursor.fail('bad-value', 'a node is neither three sums nor a list of documents');
  return nodes.filter((node) => node !== null);
}

function readMarks(cursor: LineCursor): string | null {
  const marks = cursor.word('marks');
  if (marks === '-') return null;
  if (!/^[0-9a-f]*$/.test(marks)) cursor.fail('bad-value', 'marks are not hexadecimal digits');
  return marks;
}

function encodeNode(node: NodeDigest): string {
  if (node.kind === 'sums') return node.sums.map((sum) => encodeNumber(sum, SUM_DIGITS)).join('');
  return `*${node.leaves.map(encodeLeaf).join('')}`;
}

function encodeLeaf({ tag, digest }: Leaf): string {
  return encodeNumber(tag, TAG_DIGITS) + encodeNumber(digest, ROOT_DIGITS);
}

function decodeNode(item: string): NodeDigest | null {
  if (item.startsWith('*')) return decodeLeaves(item);
  if (item.length !== SUMS_SENT * SUM_DIGITS) return null;
  const sums = Array.from({ length: SUMS_SENT }, (_, nth) =>
    decodeNumber(item, nth * SUM_DIGITS, SUM_DIGITS),
  );
  return sums.includes(null) ? null : { kind: 'sums', sums: sums.filter((sum) => sum !== null) };
}

function decodeLeaves(item: string): NodeDigest | null {
  if (item.length % LEAF_DIGITS !== 1) return null;
  const leaves: Leaf[] = [];
  for (let at = 1; at < item.length; at += LEAF_DIGITS) {
    const tag = decodeNumber(item, at, TAG_DIGITS);
    const digest = decodeNumber(item, at + TAG_DIGITS, ROOT_DIGITS);
    if (tag === null || digest === null) return null;
    leaves.push({ tag, digest });
  }
  return { kind: 'leaves', leaves };
}

/** Of RFC 4648, section 5: base64 that needs no quotes. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...DIGITS].map((digit, value) => [digit.charCodeAt(0), value]));

/** Most significant digit first. */
function encodeNumber(number: number, digits: number): string {
  let text = '';
  for (let rest = number; text.length < digits; rest = Math.floor(rest / DIGITS.length))
    text = DIGITS[rest % DIGITS.length] + text;
  return text;
}

function decodeNumber(text: string, from: number, digits: number): number | null {
  let number = 0;
  for (let at = from; at < from + digits; at++) {
    const value = VALUES.get(text.charCodeAt(at));
    if (value === undefined) return null;
    number = number * DIGITS.length + value;
  }
  return number;
}
