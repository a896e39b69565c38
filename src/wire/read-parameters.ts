import { ABSORBED_MAX } from '../core/document.ts';
import { type Field, LIMIT_MAX } from '../core/field.ts';
import { parseChannelId } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { LineCursor } from './line-cursor.ts';
import { flagOfCode } from './mode-letters.ts';
import { ParameterDraft, type Parameters } from './parameter-draft.ts';
import {
  listPrefixes,
  MEMBERS_MAX,
  otherListPrefix,
  parameterNamePattern,
  unknownBytesMax,
  unknownMax,
} from './parameter-names.ts';
import { applyMarks, readMarks, readMasks, readUnmasks } from './read-list.ts';
import { parseTimestamp } from './timestamp.ts';

/** Reads the parameters from the cursor to the end of its line; what is wrong is the cursor's failure. */
export function readParameters(cursor: LineCursor): Parameters {
  const draft = new ParameterDraft();
  let wordsEnd = cursor.position;
  let taken = 0;
  while (cursor.next()) {
    readParameter(cursor, draft);
    if ((draft.taken & ABOUT_NO_FIELD) !== 0 || draft.unknown.size > 0) continue;
    wordsEnd = cursor.position - 1;
    taken = draft.taken;
  }
  if ((draft.taken & ~ABOUT_NO_FIELD) === taken) draft.wordsEnd = wordsEnd;
  if (draft.promisesKey || draft.promisesLimit) checkPromises(cursor, draft);
  for (const list of draft.lists) applyMarks(cursor, draft.fields, list);
  return draft;
}

/** True when `word` cannot stand in place of a missing positional one: it starts the parameters. */
export function startsParameters(word: string): boolean {
  return readers.has(word) || word.startsWith('+');
}

/** Reads the values after the name of a parameter. */
type Read = (cursor: LineCursor, draft: ParameterDraft) => void;

interface Reader {
  /** What may come once: usually the parameter's name, but one and its negation are the same (`KEY`, `NOKEY`). */
  readonly slot: Slot;
  readonly read: Read;
}

interface Slot {
  readonly name: string;
  readonly bit: number;
}

const slots = new Map<string, Slot>();
const plus = slotOf('+');
const minus = slotOf('-');

const readers = new Map<string, Reader>([
  reader('TOPIC', 'TOPIC', readTopic),
  reader('NOTOPIC', 'TOPIC', adds({ kind: 'topic', value: null })),
  reader('KEY', 'KEY', readKey),
  reader('NOKEY', 'KEY', adds({ kind: 'join-key', value: null })),
  reader('LIMIT', 'LIMIT', readLimit),
  reader('NOLIMIT', 'LIMIT', adds({ kind: 'limit', value: null })),
  ...Object.entries(listPrefixes).flatMap(([list, prefix]) => listReaders(prefix, list)),
  ...listReaders(otherListPrefix, null),
  reader('MODES', 'MODES', readNamedFlags),
  reader('PARAMS', 'PARAMS', readNamedParameters),
  reader('META', 'META', readMetadata),
  reader('MEMBERS', 'MEMBERS', readMembers),
  reader('STAMPS', 'STAMPS', readStamps),
  reader('BORN', 'BORN', readBorn),
  reader('WRITTEN', 'WRITTEN', readWritten),
  reader('ABSORBED', 'ABSORBED', readAbsorbed),
]);

/** The parameters that say something of the channel besides its fields. */
const ABOUT_NO_FIELD = ['MEMBERS', 'STAMPS', 'BORN', 'WRITTEN', 'ABSORBED']
  .map((name) => slotOf(name).bit)
  .reduce((bits, bit) => bits | bit);

function reader(name: string, slot: string, read: Read): [string, Reader] {
  return [name, { slot: slotOf(slot), read }];
}

/** The three parameters of a list; `list` null: each item starts with the list's name and a colon. */
function listReaders(prefix: string, list: string | null): [string, Reader][] {
  const masks = `${prefix}MASKS`;
  const marks = `${prefix}MARKS`;
  return [
    reader(masks, masks, (cursor, draft) => readMasks(cursor, draft, prefix, list)),
    reader(`UN${masks}`, `UN${masks}`, (cursor, draft) => readUnmasks(cursor, draft, list)),
    reader(marks, marks, (cursor, draft) => readMarks(cursor, draft, prefix)),
  ];
}

function slotOf(name: string): Slot {
  const slot = slots.get(name) ?? { name, bit: 1 << slots.size };
  slots.set(name, slot);
  return slot;
}

function readParameter(cursor: LineCursor, draft: ParameterDraft): void {
  const word = cursor.quoted ? '' : cursor.raw;
  const found = readers.get(word);
  if (found !== undefined) {
    if (takeSlot(cursor, draft, found.slot)) found.read(cursor, draft);
  } else if (word.startsWith('+')) {
    if (takeSlot(cursor, draft, plus)) readLetters(cursor, draft, word, true);
  } else if (word.startsWith('-')) {
    if (takeSlot(cursor, draft, minus)) readLetters(cursor, draft, word, false);
  } else if (parameterNamePattern.test(word)) {
    readUnknown(cursor, draft, word);
  } else {
    cursor.fail('unexpected-word', 'a word stands where a parameter should start');
  }
}

function takeSlot(cursor: LineCursor, draft: ParameterDraft, { name, bit }: Slot): boolean {
  if ((draft.taken & bit) !== 0) cursor.fail('repeated-parameter', `${name} comes twice`);
  draft.taken |= bit;
  return cursor.failure === null;
}

function checkPromises(cursor: LineCursor, { fields, promisesKey, promisesLimit }: ParameterDraft): void {
  if (promisesKey && !fields.some((field) => field.kind === 'join-key' && field.value !== null))
    cursor.fail('missing-parameter', '+modes has the letter of the key and the line has no KEY');
  if (promisesLimit && !fields.some((field) => field.kind === 'limit' && field.value !== null))
    cursor.fail('missing-parameter', '+modes has the letter of the limit and the line has no LIMIT');
}

function adds(field: Field): Read {
  return (_cursor, draft) => {
    draft.fields.push(field);
  };
}

function readTopic(cursor: LineCursor, draft: ParameterDraft): void {
  const text = cursor.word('topic') as IrcText;
  if (!cursor.quoted) cursor.fail('bad-quote', 'topic is not quoted');
  const setter = cursor.word('setter of the topic') as IrcText;
  const known = cursor.quoted || setter !== '-';
  const setAt = secondsOf(cursor.word('time of the topic'));
  draft.fields.push({
    kind: 'topic',
    value: { text, setter: known ? setter : ('' as IrcText), setAt },
  });
}

/** A time that cannot be read is as good as unknown. */
function secondsOf(text: string): number {
  return Math.floor((parseTimestamp(text) ?? 0) / 1000);
}

function readKey(cursor: LineCursor, draft: ParameterDraft): void {
  draft.fields.push({ kind: 'join-key', value: cursor.word('key') as IrcText });
}

function readLimit(cursor: LineCursor, draft: ParameterDraft): void {
  draft.fields.push({ kind: 'limit', value: cursor.whole('limit', LIMIT_MAX) });
}

const LETTER_K = 0x6b;
const LETTER_L = 0x6c;

function readLetters(cursor: LineCursor, draft: ParameterDraft, word: string, set: boolean): void {
  if (word === '-') cursor.fail('bad-mode', 'no mode letter follows -');
  for (let at = 1; at < word.length; at++) {
    const code = word.charCodeAt(at);
    const flag = flagOfCode(code, set);
    if (flag !== undefined) draft.fields.push(flag);
    else if (set && code === LETTER_K) draft.promisesKey = true;
    else if (set && code === LETTER_L) draft.promisesLimit = true;
    else cursor.fail('bad-mode', 'a mode letter is no flag');
  }
}

function readNamedFlags(cursor: LineCursor, draft: ParameterDraft): void {
  for (const item of cursor.listWord('mode names')) {
    if (/^[+-]/.test(item))
      draft.fields.push({ kind: 'flag', name: item.slice(1), set: item.startsWith('+') });
    else cursor.fail('bad-mode', 'a mode name in MODES has no sign');
  }
}

function readNamedParameters(cursor: LineCursor, draft: ParameterDraft): void {
  for (const item of cursor.listWord('parameter modes')) {
    const named = readNamedValue(item);
    if (named === null) cursor.fail('bad-mode', 'a mode in PARAMS has no value');
    else draft.fields.push({ kind: 'parameter', ...named });
  }
}

function readMetadata(cursor: LineCursor, draft: ParameterDraft): void {
  for (const item of cursor.listWord('metadata entries')) {
    const named = readNamedValue(item);
    if (named === null) cursor.fail('bad-value', 'an entry in META has no value');
    else draft.fields.push({ kind: 'metadata', ...named });
  }
}

/** `<name>=<value>` or `-<name>`; null for anything else. */
function readNamedValue(item: string): { name: string; value: IrcText | null } | null {
  if (item.startsWith('-')) return { name: item.slice(1), value: null };
  const end = item.indexOf('=');
  return end < 0 ? null : { name: item.slice(0, end), value: item.slice(end + 1) as IrcText };
}

function readMembers(cursor: LineCursor, draft: ParameterDraft): void {
  draft.members = cursor.whole('member count', MEMBERS_MAX);
}

function readStamps(cursor: LineCursor, draft: ParameterDraft): void {
  draft.stamps = cursor.listWord('stamps');
}

function readBorn(cursor: LineCursor, draft: ParameterDraft): void {
  if (cursor.word('kind of birth') !== 'split') cursor.fail('bad-value', 'BORN is not split');
  draft.splitBorn = true;
}

function readWritten(cursor: LineCursor, draft: ParameterDraft): void {
  if (cursor.word('mark') !== 'yes') cursor.fail('bad-value', 'WRITTEN is not yes');
  draft.written = true;
}

function readAbsorbed(cursor: LineCursor, draft: ParameterDraft): void {
  const items = cursor.listWord('absorbed ids');
  if (items.length > ABSORBED_MAX) cursor.fail('too-many', `more than ${ABSORBED_MAX} absorbed ids`);
  const ids = items.map(parseChannelId);
  if (ids.includes(null)) cursor.fail('bad-id', 'ABSORBED has an item that is not a UUID');
  draft.absorbed = new Set(ids.filter((id) => id !== null));
}

function readUnknown(cursor: LineCursor, draft: ParameterDraft, name: string): void {
  if (draft.unknown.has(name)) cursor.fail('repeated-parameter', 'an unknown parameter comes twice');
  if (draft.unknown.size >= unknownMax) cursor.fail('too-many', `more than ${unknownMax} unknown parameters`);
  cursor.word('value of an unknown parameter');
  const value = cursor.token();
  if (value.length > unknownBytesMax)
    cursor.fail('too-long', `value of an unknown parameter is longer than ${unknownBytesMax} bytes`);
  draft.addUnknown(name, value);
}
