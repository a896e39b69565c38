import { ABSORBED_MAX } from '../core/document.ts';
import { type EntryMark, type Field, isSet, LIMIT_MAX } from '../core/field.ts';
import { type ChannelId, parseChannelId } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { LineCursor } from './line-cursor.ts';
import { flagName } from './mode-letters.ts';
import {
  listPrefixes,
  MEMBERS_MAX,
  otherListPrefix,
  parameterNamePattern,
  unknownBytesMax,
  unknownMax,
} from './parameter-names.ts';
import { parseTimestamp } from './timestamp.ts';

/** What the parameters of a CBURST line say, before fields are checked and stamped. */
export interface Parameters {
  /** In the order of the line. */
  readonly fields: Field[];
  /** The items of STAMPS. */
  stamps: readonly string[];
  members: number | null;
  splitBorn: boolean;
  written: boolean;
  absorbed: ReadonlySet<ChannelId>;
  readonly unknown: Map<string, string>;
}

/** Reads the parameters from the cursor to the end of its line; what is wrong is the cursor's failure. */
export function readParameters(cursor: LineCursor): Parameters {
  const draft = newDraft();
  while (cursor.next()) readParameter(cursor, draft);
  for (const kind of draft.promised) {
    if (!draft.fields.some((field) => field.kind === kind && isSet(field)))
      cursor.fail('missing-parameter', `+modes has the letter of the ${kind} and the line has no ${kind}`);
  }
  for (const [prefix, marks] of draft.marks) applyMarks(cursor, draft, prefix, marks);
  return draft;
}

/** True when `word` cannot stand in place of a missing positional one: it starts the parameters. */
export function startsParameters(word: string): boolean {
  return readers.has(word) || word.startsWith('+');
}

interface Draft extends Parameters {
  /** What was read, by parameter; a parameter and its negation are one (`KEY`, `NOKEY`). */
  readonly seen: Set<string>;
  /** The kinds of the fields that a mode letter promised. */
  readonly promised: Set<Field['kind']>;
  /** Where in `fields` the entries of each `<prefix>MASKS` are. */
  readonly entries: Map<string, { start: number; count: number }>;
  readonly marks: Map<string, readonly string[]>;
}

/** Shared: nearly every line has none. */
const NONE: ReadonlySet<ChannelId> = new Set();

function newDraft(): Draft {
  return {
    fields: [],
    stamps: [],
    members: null,
    splitBorn: false,
    written: false,
    absorbed: NONE,
    unknown: new Map(),
    seen: new Set(),
    promised: new Set(),
    entries: new Map(),
    marks: new Map(),
  };
}

interface Reader {
  /** What may come once: usually the parameter's name. */
  readonly slot: string;
  /** Reads the values after the name. */
  readonly read: (cursor: LineCursor, draft: Draft) => void;
}

const readers = new Map<string, Reader>([
  ['TOPIC', { slot: 'TOPIC', read: readTopic }],
  ['NOTOPIC', { slot: 'TOPIC', read: adds({ kind: 'topic', value: null }) }],
  ['KEY', { slot: 'KEY', read: readKey }],
  ['NOKEY', { slot: 'KEY', read: adds({ kind: 'join-key', value: null }) }],
  ['LIMIT', { slot: 'LIMIT', read: readLimit }],
  ['NOLIMIT', { slot: 'LIMIT', read: adds({ kind: 'limit', value: null }) }],
  ['MODES', { slot: 'MODES', read: readNamedFlags }],
  ['PARAMS', { slot: 'PARAMS', read: readNamedParameters }],
  ['META', { slot: 'META', read: readMetadata }],
  ['MEMBERS', { slot: 'MEMBERS', read: readMembers }],
  ['STAMPS', { slot: 'STAMPS', read: readStamps }],
  ['BORN', { slot: 'BORN', read: readBorn }],
  ['WRITTEN', { slot: 'WRITTEN', read: readWritten }],
  ['ABSORBED', { slot: 'ABSORBED', read: readAbsorbed }],
  ...Object.entries(listPrefixes).flatMap(([list, prefix]) => listReaders(prefix, list)),
  ...listReaders(otherListPrefix, null),
]);

function readParameter(cursor: LineCursor, draft: Draft): void {
  const word = cursor.quoted ? '' : cursor.raw;
  const reader = readers.get(word);
  if (reader !== undefined) {
    if (!takeSlot(cursor, draft, reader.slot)) return;
    reader.read(cursor, draft);
  } else if (word.startsWith('+') || word.startsWith('-')) {
    if (takeSlot(cursor, draft, word.slice(0, 1))) readLetters(cursor, draft, word);
  } else if (parameterNamePattern.test(word)) {
    readUnknown(cursor, draft, word);
  } else {
    cursor.fail('unexpected-word', 'a word stands where a parameter should start');
  }
}

function takeSlot(cursor: LineCursor, draft: Draft, slot: string): boolean {
  if (draft.seen.has(slot)) cursor.fail('repeated-parameter', `${slot} comes twice`);
  draft.seen.add(slot);
  return cursor.failure === null;
}

function adds(field: Field): Reader['read'] {
  return (_cursor, draft) => {
    draft.fields.push(field);
  };
}

function readTopic(cursor: LineCursor, draft: Draft): void {
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

function readKey(cursor: LineCursor, draft: Draft): void {
  draft.fields.push({ kind: 'join-key', value: cursor.word('key') as IrcText });
}

function readLimit(cursor: LineCursor, draft: Draft): void {
  draft.fields.push({ kind: 'limit', value: cursor.whole('limit', LIMIT_MAX) });
}

function readLetters(cursor: LineCursor, draft: Draft, word: string): void {
  const set = word.startsWith('+');
  if (word === '-') cursor.fail('bad-mode', 'no mode letter follows -');
  for (const letter of word.slice(1)) {
    const name = flagName(letter);
    if (name !== null) draft.fields.push({ kind: 'flag', name, set });
    else if (set && letter === 'k') draft.promised.add('join-key');
    else if (set && letter === 'l') draft.promised.add('limit');
    else cursor.fail('bad-mode', 'a mode letter is no flag');
  }
}

function readNamedFlags(cursor: LineCursor, draft: Draft): void {
  for (const item of readItems(cursor, 'mode names')) {
    if (/^[+-]/.test(item))
      draft.fields.push({ kind: 'flag', name: item.slice(1), set: item.startsWith('+') });
    else cursor.fail('bad-mode', 'a mode name in MODES has no sign');
  }
}

function readNamedParameters(cursor: LineCursor, draft: Draft): void {
  for (const item of readItems(cursor, 'parameter modes')) {
    const named = readNamedValue(item);
    if (named === null) cursor.fail('bad-mode', 'a mode in PARAMS has no value');
    else draft.fields.push({ kind: 'parameter', ...named });
  }
}

function readMetadata(cursor: LineCursor, draft: Draft): void {
  for (const item of readItems(cursor, 'metadata entries')) {
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

/** The three parameters of a list; `list` null: each item starts with the list's name and a colon. */
function listReaders(prefix: string, list: string | null): [string, Reader][] {
  const masks = `${prefix}MASKS`;
  const marks = `${prefix}MARKS`;
  return [
    [masks, { slot: masks, read: (cursor, draft) => readMasks(cursor, draft, prefix, list) }],
    [`UN${masks}`, { slot: `UN${masks}`, read: (cursor, draft) => readEntries(cursor, draft, list, null) }],
    [
      marks,
      {
        slot: marks,
        read: (cursor, draft) => {
          draft.marks.set(prefix, readItems(cursor, marks));
        },
      },
    ],
  ];
}

const UNKNOWN_MARK: EntryMark = { setter: '' as IrcText, setAt: 0 };

function readMasks(cursor: LineCursor, draft: Draft, prefix: string, list: string | null): void {
  const start = draft.fields.length;
  readEntries(cursor, draft, list, UNKNOWN_MARK);
  draft.entries.set(prefix, { start, count: draft.fields.length - start });
}

function readEntries(cursor: LineCursor, draft: Draft, list: string | null, value: EntryMark | null): void {
  for (const item of readItems(cursor, 'masks')) {
    const colon = list === null ? item.indexOf(':') : -1;
    draft.fields.push({
      kind: 'entry',
      list: list ?? item.slice(0, Math.max(colon, 0)),
      mask: item.slice(colon + 1) as IrcText,
      value,
    });
  }
}

function applyMarks(cursor: LineCursor, draft: Draft, prefix: string, marks: readonly string[]): void {
  const entries = draft.entries.get(prefix);
  if (entries === undefined) cursor.fail('missing-parameter', `${prefix}MARKS comes without ${prefix}MASKS`);
  else if (marks.length > entries.count) cursor.fail('bad-value', `${prefix}MARKS has more items than masks`);
  if (entries === undefined || cursor.failure !== null) return;
  marks.forEach((item, index) => {
    const field = draft.fields[entries.start + index]!;
    if (field.kind !== 'entry' || item === '') return;
    draft.fields[entries.start + index] = { ...field, value: readMark(cursor, item) };
  });
}

/** `[<seconds>][ <setter>]`. */
function readMark(cursor: LineCursor, item: string): EntryMark {
  const blank = item.indexOf(' ');
  const seconds = blank < 0 ? item : item.slice(0, blank);
  if (!/^\d{0,12}$/.test(seconds)) cursor.fail('bad-value', 'time of a list entry is not in whole seconds');
  return { setter: (blank < 0 ? '' : item.slice(blank + 1)) as IrcText, setAt: Number(seconds) };
}

function readMembers(cursor: LineCursor, draft: Draft): void {
  draft.members = cursor.whole('member count', MEMBERS_MAX);
}

function readStamps(cursor: LineCursor, draft: Draft): void {
  draft.stamps = readItems(cursor, 'stamps');
}

function readBorn(cursor: LineCursor, draft: Draft): void {
  if (cursor.word('kind of birth') !== 'split') cursor.fail('bad-value', 'BORN is not split');
  draft.splitBorn = true;
}

function readWritten(cursor: LineCursor, draft: Draft): void {
  if (cursor.word('mark') !== 'yes') cursor.fail('bad-value', 'WRITTEN is not yes');
  draft.written = true;
}

function readAbsorbed(cursor: LineCursor, draft: Draft): void {
  const items = readItems(cursor, 'absorbed ids');
  if (items.length > ABSORBED_MAX) cursor.fail('too-many', `more than ${ABSORBED_MAX} absorbed ids`);
  const ids = items.map(parseChannelId);
  if (ids.includes(null)) cursor.fail('bad-id', 'ABSORBED has an item that is not a UUID');
  draft.absorbed = new Set(ids.filter((id) => id !== null));
}

function readUnknown(cursor: LineCursor, draft: Draft, name: string): void {
  if (draft.unknown.has(name)) cursor.fail('repeated-parameter', 'an unknown parameter comes twice');
  if (draft.unknown.size >= unknownMax) cursor.fail('too-many', `more than ${unknownMax} unknown parameters`);
  cursor.word('value of an unknown parameter');
  const value = cursor.token();
  if (value.length > unknownBytesMax)
    cursor.fail('too-long', `value of an unknown parameter is longer than ${unknownBytesMax} bytes`);
  draft.unknown.set(name, value);
}

function readItems(cursor: LineCursor, what: string): string[] {
  if (cursor.next()) return cursor.items();
  cursor.fail('missing-parameter', `${what} are missing`);
  return [];
}
