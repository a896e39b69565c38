import { strict as assert } from 'node:assert';
import { type Casemapping, fold } from '../core/casemapping.ts';
import { type ChannelId, channelNameProblem } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import { type Member, type NickChange, nickProblem, parseMemberText } from '../core/member.ts';
import type { ToldMembers } from '../core/remote-members.ts';
import { lineBytesMax, lineFailure } from './line-bytes.ts';
import { LineCursor } from './line-cursor.ts';
import type { LineProblem } from './line-problem.ts';
import { escapeItem, quoteWord } from './quote.ts';
import { readPairs } from './session-words.ts';

/** What one MEMBER line says. */
export interface MemberMessage extends ToldMembers {
  readonly name: IrcText;
  readonly id: ChannelId;
}

/** What lines are to tell of the sender's members of a channel. */
export interface MemberTelling {
  readonly name: IrcText;
  readonly id: ChannelId;
  /** These are all. Then there are neither nick changes nor nicks that are gone. */
  readonly whole: boolean;
  readonly renamed: Iterable<NickChange>;
  readonly gone: Iterable<string>;
  /** As `memberText` has them. */
  readonly present: Iterable<string>;
}

/** Every single item fits, with all its bytes escaped and the longest channel name. */
const LINE_BYTES_MIN = 4096;

/** The lines that tell it, in this order: one, or where that would be too long several. None when there is nothing to tell. */
export function encodeMembers(telling: MemberTelling, lineBytes: number = lineBytesMax): string[] {
  assert(lineBytes >= LINE_BYTES_MIN, `a line of ${lineBytes} bytes is too short`);
  const head = `MEMBER ${quoteWord(telling.name)} ${telling.id} `;
  const bodies = [...cutItems(itemsOf(telling), lineBytes - head.length - LONGEST_PART.length)];
  if (!telling.whole) return bodies.map((body) => `${head}change${body}`);
  if (bodies.length < 2) return [`${head}whole${bodies[0] ?? ''}`];
  return bodies.map((body, index) => {
    const part = index === 0 ? 'begin' : index < bodies.length - 1 ? 'next' : 'end';
    return `${head}${part}${body}`;
  });
}

/**
 * What the line says, or why it is rejected. The inverse of `encodeMembers`. Never throws, whatever the line.
 *
 *     MEMBER <channel> <id> <part> [NICKS "<from> <to>,…"] [GONE "<nick>,…"] [USERS "<member>,…"] *( pair )
 */
export function decodeMembers(
  line: string,
  casemapping: Casemapping,
): { readonly message: MemberMessage } | { readonly problem: LineProblem } {
  const unreadable = lineFailure(line);
  if (unreadable !== null) return { problem: { ...unreadable, channelId: null } };
  const cursor = new LineCursor(line);
  if (cursor.word('verb') !== 'MEMBER') cursor.fail('unknown-verb', 'the line is no MEMBER line');
  const name = cursor.word('channel') as IrcText;
  const id = cursor.channelId();
  const nameProblem = channelNameProblem(name);
  if (nameProblem !== null) cursor.fail('bad-channel', `channel ${nameProblem}`);
  const part = readPart(cursor);
  let change = NOTHING;
  readPairs(cursor, (word) => {
    if (Object.hasOwn(readers, word)) change = { ...change, ...readers[word]!(cursor, part) };
  });
  checkNamedOnce(cursor, change.present, casemapping);
  if (cursor.failure !== null) return { problem: { ...cursor.failure, channelId: id } };
  return { message: { name, id: id!, part, ...change } };
}

type Change = Pick<MemberMessage, 'renamed' | 'gone' | 'present'>;

const PARTS = ['change', 'whole', 'begin', 'next', 'end'] as const;
const LONGEST_PART = 'change';
const NOTHING: Change = { renamed: [], gone: [], present: [] };

const readers: Readonly<
  Record<string, (cursor: LineCursor, part: MemberMessage['part']) => Partial<Change>>
> = {
  NICKS: (cursor, part) => ({ renamed: itemsOfChange(cursor, part).map((item) => readRename(cursor, item)) }),
  GONE: (cursor, part) => ({ gone: itemsOfChange(cursor, part).map((item) => readNick(cursor, item)) }),
  USERS: (cursor) => ({ present: cursor.items().flatMap((item) => readMember(cursor, item)) }),
};

function* itemsOf({ renamed, gone, present }: MemberTelling): Iterable<readonly [string, string]> {
  for (const { from, to } of renamed) yield ['NICKS', `${from} ${to}`];
  for (const nick of gone) yield ['GONE', nick];
  for (const text of present) yield ['USERS', text];
}

/** The items as parameters, cut where they would become longer than `room`. */
function* cutItems(items: Iterable<readonly [string, string]>, room: number): Iterable<string> {
  let body = '';
  let open = '';
  for (const [name, item] of items) {
    const escaped = escapeItem(item);
    const more = open === name ? `,${escaped}` : `${open === '' ? '' : '"'} ${name} "${escaped}`;
    if (body.length + more.length + 1 <= room) {
      body += more;
    } else {
      yield `${body}"`;
      body = ` ${name} "${escaped}`;
    }
    open = name;
  }
  if (open !== '') yield `${body}"`;
}

function readPart(cursor: LineCursor): MemberMessage['part'] {
  const word = cursor.word('part');
  const part = PARTS.find((known) => known === word);
  if (part === undefined) cursor.fail('bad-value', `the part is none of ${PARTS.join(', ')}`);
  return part ?? 'change';
}

function itemsOfChange(cursor: LineCursor, part: MemberMessage['part']): string[] {
  if (part !== 'change') cursor.fail('bad-value', 'a whole list has changes in it');
  return cursor.items();
}

function readRename(cursor: LineCursor, item: string): NickChange {
  const blank = item.indexOf(' ');
  if (blank < 0) cursor.fail('bad-value', 'a nick change is not two nicks');
  const from = readNick(cursor, item.slice(0, Math.max(blank, 0)));
  return { from, to: readNick(cursor, item.slice(blank + 1)) };
}

function readNick(cursor: LineCursor, item: string): IrcText {
  const problem = cursor.failure === null ? nickProblem(item) : null;
  if (problem !== null) cursor.fail('bad-value', `a nick ${problem}`);
  return item as IrcText;
}

function readMember(cursor: LineCursor, item: string): Member[] {
  const parsed = cursor.failure === null ? parseMemberText(item) : null;
  if (parsed === null) return [];
  if ('member' in parsed) return [parsed.member];
  cursor.fail('bad-value', `a user ${parsed.problem}`);
  return [];
}

function checkNamedOnce(cursor: LineCursor, present: readonly Member[], casemapping: Casemapping): void {
  const nicks = new Set(present.map(({ nick }) => fold(casemapping, nick)));
  if (nicks.size < present.length) cursor.fail('bad-value', 'a nick is named twice');
}
