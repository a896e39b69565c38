import type { EntryMark, Field } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { LineCursor } from './line-cursor.ts';
import type { ListDraft, ParameterDraft } from './parameter-draft.ts';

const UNKNOWN_MARK: EntryMark = { setter: '' as IrcText, setAt: 0 };

/**
 * Reads `<prefix>MASKS`: entries that are on the list. `list` null: each item starts with its list's name and a colon.
 */
export function readMasks(
  cursor: LineCursor,
  draft: ParameterDraft,
  prefix: string,
  list: string | null,
): void {
  const found = draft.list(prefix);
  found.start = draft.fields.length;
  readEntries(cursor, draft.fields, list, UNKNOWN_MARK);
  found.count = draft.fields.length - found.start;
}

/** Reads `UN<prefix>MASKS`: entries that were removed. */
export function readUnmasks(cursor: LineCursor, draft: ParameterDraft, list: string | null): void {
  readEntries(cursor, draft.fields, list, null);
}

/** Reads `<prefix>MARKS`, which may come before its masks: `applyMarks` brings them together. */
export function readMarks(cursor: LineCursor, draft: ParameterDraft, prefix: string): void {
  draft.list(prefix).marks = cursor.listWord('marks');
}

/** Gives the entries of a list their marks, at the end of the line. */
export function applyMarks(cursor: LineCursor, fields: Field[], list: ListDraft): void {
  const { prefix, start, count, marks } = list;
  if (marks === null) return;
  if (start < 0) cursor.fail('missing-parameter', `${prefix}MARKS comes without ${prefix}MASKS`);
  else if (marks.length > count) cursor.fail('bad-value', `${prefix}MARKS has more items than masks`);
  if (cursor.failure !== null) return;
  // Most of a list has one mark, of whoever set it in one go: it is read once.
  let last = '';
  let mark = UNKNOWN_MARK;
  marks.forEach((item, index) => {
    const field = fields[start + index]!;
    if (field.kind !== 'entry' || item === '') return;
    if (item !== last) mark = readMark(cursor, item);
    last = item;
    fields[start + index] = { kind: 'entry', list: field.list, mask: field.mask, value: mark };
  });
}

function readEntries(
  cursor: LineCursor,
  fields: Field[],
  list: string | null,
  value: EntryMark | null,
): void {
  for (const item of cursor.listWord('masks')) {
    if (list !== null) {
      fields.push({ kind: 'entry', list, mask: item as IrcText, value });
      continue;
    }
    const colon = item.indexOf(':');
    const name = item.slice(0, Math.max(colon, 0));
    fields.push({ kind: 'entry', list: name, mask: item.slice(colon + 1) as IrcText, value });
  }
}

/** `[<seconds>][ <setter>]`. */
function readMark(cursor: LineCursor, item: string): EntryMark {
  const blank = item.indexOf(' ');
  const seconds = blank < 0 ? item : item.slice(0, blank);
  if (!/^\d{0,12}$/.test(seconds)) cursor.fail('bad-value', 'time of a list entry is not in whole seconds');
  return { setter: (blank < 0 ? '' : item.slice(blank + 1)) as IrcText, setAt: Number(seconds) };
}
