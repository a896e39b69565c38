import { type Casemapping, fold } from '../core/casemapping.ts';
import { LIMIT_MAX } from '../core/field.ts';
import { type ChannelId, channelNameProblem, parseServerName, type ServerName } from '../core/identity.ts';
import { type IrcText, limits, textProblem, wordProblem } from '../core/irc-text.ts';
import { completeMask } from '../core/mask.ts';
import { compareStamps, floorStamp, isFloor, type Stamp } from '../core/stamp.ts';
import { flagOfCode } from './mode-letters.ts';
import { decodeStamps, isPlainList } from './stamp-list.ts';
import { parseTimestamp } from './timestamp.ts';

/** What a line says whose registers were checked and left as they are. None of them is metadata. */
export interface PlainLine {
  readonly id: ChannelId;
  readonly name: IrcText;
  readonly origin: ServerName;
  readonly createdAt: number;
  /** Its registers as text, as `registerCodec` has it: there is one at least. */
  readonly packed: string;
  /** The latest stamp of them, whoever's. */
  readonly last: Stamp;
  /** Somebody wrote one of them. */
  readonly written: boolean;
}

/**
 * Reads a line in the form that nearly all have where they are stored: nothing in it is escaped, and it says the topic, flags
 * that have letters, key, limit and set list entries, in the order in which they are written. Null: it has another form, or
 * something is wrong with it; `decodeDocument` tells. What is accepted here that accepts too, and it says the same
 * (test/law/plain-line.test.ts).
 *
 * Everything is checked, but no field is made. A start reads every document that there is, and most of them are not looked at
 * before they change.
 */
export function readPlainLine(line: string, casemapping: Casemapping): PlainLine | null {
  const match = line.length <= PLAIN_BYTES_MAX ? PLAIN.exec(line) : null;
  if (match === null) return null;
  const name = match[NAME]!;
  const origin = parseServerName(match[ORIGIN]!);
  const createdAt = parseTimestamp(match[CREATED]!);
  const count = countFields(match, casemapping);
  if (origin === null || createdAt === null || count === 0 || channelNameProblem(name) !== null) return null;
  const list = match[STAMPS] ?? '';
  const stamps = decodeStamps(list === '' ? [] : list.split(','), count, origin);
  if (stamps === null || !isPlainList(list)) return null;
  const last = stamps.reduce((a, b) => (compareStamps(a, b) < 0 ? b : a), floorStamp(origin));
  // Joined by the array, whose result is flat: a piece of the line would keep all of it.
  const packed = [match[WORDS]!.slice(1), list].join('\n');
  const id = match[ID] as ChannelId;
  return { id, name: name as IrcText, origin, createdAt, packed, last, written: !isFloor(last) };
}

/** So few that the fields of such a line are within every bound of a document. */
const PLAIN_BYTES_MAX = 8192;

const BYTE = String.raw`[^\0\r\n\u0100-\uffff "\\]`;
const WORD = String.raw`[^\0\r\n\u0100-\uffff "\\:]${BYTE}*`;
const LIST = String.raw`"([^\0\r\n\u0100-\uffff"\\]+)"`;
const MASKS = (prefix: string) => `(?: ${prefix}MASKS ${LIST}(?: ${prefix}MARKS ${LIST})?)?`;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const TEXT = String.raw`"([^\0\r\n\u0100-\uffff"\\]*)"`;
const PLAIN = new RegExp(
  `^CBURST (${WORD}) (${UUID}) (${WORD}) (${WORD})` +
    `((?: TOPIC ${TEXT} (${WORD}) ${WORD}| (NOTOPIC))?(?: \\+([A-Za-z]+))?(?: -([A-Za-z]+))?` +
    `(?: KEY (${WORD})| (NOKEY))?(?: LIMIT ([1-9][0-9]{0,9})| (NOLIMIT))?` +
    `${MASKS('BAN')}${MASKS('EXCEPT')}${MASKS('INVITE')})(?: STAMPS (${WORD}))?$`,
);

// Where each group of the pattern is in its match.
const [NAME, ID, ORIGIN, CREATED, WORDS, TOPIC, SETTER, NO_TOPIC, ON, OFF, KEY, NO_KEY, LIMIT, NO_LIMIT] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
] as const;
const LISTS = [15, 17, 19] as const;
const STAMPS = 21;

/** How many fields the line has; 0: none, or one of them has another form or is no field. */
function countFields(match: RegExpExecArray, casemapping: Casemapping): number {
  if (!areWordsFields(match)) return 0;
  const flags = countFlags(match);
  if (flags < 0) return 0;
  let count = flags;
  for (const group of [
    match[TOPIC],
    match[NO_TOPIC],
    match[KEY],
    match[NO_KEY],
    match[LIMIT],
    match[NO_LIMIT],
  ])
    if (group !== undefined) count++;
  for (const list of LISTS) {
    const masks = match[list];
    if (masks === undefined) continue;
    const entries = countEntries(masks, match[list + 1], casemapping);
    if (entries === 0) return 0;
    count += entries;
  }
  return count;
}

/** The topic, the key and the limit. A time of the topic that is none counts as not known. */
function areWordsFields(match: RegExpExecArray): boolean {
  const topic = match[TOPIC];
  const key = match[KEY];
  const limit = match[LIMIT];
  return (
    (topic === undefined ||
      (textProblem(topic, limits.topicBytes) === null && match[SETTER]!.length <= limits.setterBytes)) &&
    (key === undefined || key.length <= limits.joinKeyBytes) &&
    (limit === undefined || Number(limit) <= LIMIT_MAX)
  );
}

const LETTER_K = 0x6b;
const LETTER_L = 0x6c;

/** The letters of flags that are on and off, each once and in order; those of key and limit stand where these do. -1: not so. */
function countFlags(match: RegExpExecArray): number {
  const on = match[ON] ?? '';
  const off = match[OFF] ?? '';
  if (!areOrdered(on) || !areOrdered(off)) return -1;
  let count = 0;
  for (let at = 0; at < on.length; at++) {
    const code = on.charCodeAt(at);
    const promised = code === LETTER_K ? match[KEY] : code === LETTER_L ? match[LIMIT] : null;
    if (promised === undefined || (promised === null && flagOfCode(code, true) === undefined)) return -1;
    if (promised === null) count++;
  }
  for (let at = 0; at < off.length; at++)
    if (flagOfCode(off.charCodeAt(at), false) === undefined || on.includes(off[at]!)) return -1;
  return count + off.length;
}

function areOrdered(letters: string): boolean {
  for (let at = 1; at < letters.length; at++)
    if (letters.charCodeAt(at - 1) >= letters.charCodeAt(at)) return false;
  return true;
}

const MARK = `[0-9]{0,11}(?: [^ ,:][^ ,]{0,${limits.setterBytes - 1}})?`;
const MARKS = new RegExp(`^${MARK}(?:,${MARK})*$`);

/** How many entries a list has: complete masks, no two of which are the same. 0: not so. */
function countEntries(list: string, marks: string | undefined, casemapping: Casemapping): number {
  const masks = list.split(',');
  for (const mask of masks)
    if (wordProblem(mask, limits.maskBytes) !== null || completeMask(mask) !== mask) return 0;
  const folded = fold(casemapping, list);
  if (!areDistinct(folded === list ? masks : folded.split(','))) return 0;
  if (marks === undefined) return masks.length;
  return MARKS.test(marks) && marks.split(',').length <= masks.length ? masks.length : 0;
}

/** Nearly every list is short. */
const FEW = 8;

function areDistinct(items: readonly string[]): boolean {
  if (items.length > FEW) return new Set(items).size === items.length;
  for (let index = 1; index < items.length; index++) if (items.indexOf(items[index]!) !== index) return false;
  return true;
}
