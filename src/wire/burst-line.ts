import type { ChannelId } from '../core/identity.ts';
import { LineCursor } from './line-cursor.ts';
import type { LineProblem } from './line-problem.ts';
import { quoteWord } from './quote.ts';

/** Words that a line may have after its id: what is one item's is few. */
const WORDS_MAX = 64;

/** What a line of a burst extension says when it needs no grammar of its own: an item, and words about it. */
export interface BurstLine {
  readonly id: ChannelId;
  /** Byte strings, without NUL, CR and LF. */
  readonly words: readonly string[];
}

/** `<burst type> <id> <word>…`; what has to be quoted is. */
export function writeBurstLine(burstType: string, { id, words }: BurstLine): string {
  return [burstType, id, ...words.map(quoteWord)].join(' ');
}

/** The inverse, of a line that has from `min` to `max` words after its id; or what is wrong with it. */
export function readBurstLine(
  line: string,
  { min = 0, max = WORDS_MAX }: { readonly min?: number; readonly max?: number } = {},
): BurstLine | { readonly problem: LineProblem } {
  const cursor = new LineCursor(line);
  cursor.word('burst type');
  const id = cursor.channelId();
  const words: string[] = [];
  while (words.length <= max && cursor.next()) words.push(cursor.text());
  if (words.length > max) cursor.fail('unexpected-word', `more than ${max} words follow the id`);
  if (words.length < min) cursor.fail('missing-parameter', `fewer than ${min} words follow the id`);
  if (cursor.failure !== null) return { problem: { ...cursor.failure, channelId: id } };
  return { id: id!, words };
}
