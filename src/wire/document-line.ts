import { strict as assert } from 'node:assert';
import type { Casemapping } from '../core/casemapping.ts';
import { type DocumentPart, type Register, wins } from '../core/document.ts';
import { checkField, type Field, type FieldKey, fieldKey } from '../core/field.ts';
import type { ServerName } from '../core/identity.ts';
import { channelNameProblem } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import { isFloor } from '../core/stamp.ts';
import { lineFailure } from './line-bytes.ts';
import { LineCursor } from './line-cursor.ts';
import type { LineForm } from './line-form.ts';
import type { LineProblem } from './line-problem.ts';
import { keyOfLetterFlag } from './mode-letters.ts';
import type { Parameters } from './parameter-draft.ts';
import { unknownMax } from './parameter-names.ts';
import { quoteList, quoteWord } from './quote.ts';
import { readParameters, startsParameters } from './read-parameters.ts';
import { decodeStamps, encodeStamps } from './stamp-list.ts';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';
import { writeParameters } from './write-parameters.ts';

/** What one CBURST line says. */
export interface DocumentMessage {
  readonly part: DocumentPart;
  /** Local members of the sender, 0 to 4294967295; null: the sender does not hold the channel. */
  readonly members: number | null;
}

export interface EncodeOptions {
  readonly form: LineForm;
  /** Longest line in bytes without its line ending, 16384 at least: every single register fits in that. */
  readonly lineBytesMax: number;
}

/**
 * The lines that say `message`: one, or where that would be too long several, each of which names the channel whole and
 * holds some of its registers. Their parts join to the whole in any order.
 */
export function encodeDocument(message: DocumentMessage, options: EncodeOptions): string[] {
  assert(options.lineBytesMax >= LINE_BYTES_MIN, `a line of ${options.lineBytesMax} bytes is too short`);
  const registers = [...message.part.registers.values()];
  return encodeLines(message, registers, [...message.part.unknown], options);
}

/**
 * What the line says, or why it is rejected. The inverse of `encodeDocument`; everything in an accepted line is within the
 * limits of the core. Never throws, whatever the line.
 *
 *     CBURST <channel> <id> <origin> <created> *( parameter )
 */
export function decodeDocument(
  line: string,
  casemapping: Casemapping,
): { message: DocumentMessage } | { problem: LineProblem } {
  const unreadable = lineFailure(line);
  if (unreadable !== null) return { problem: { ...unreadable, channelId: null } };
  const cursor = new LineCursor(line);
  if (cursor.word('verb') !== 'CBURST') cursor.fail('unknown-verb', 'the line is no CBURST line');
  const name = cursor.word('channel') as IrcText;
  const id = cursor.channelId();
  const nameProblem = channelNameProblem(name);
  if (nameProblem !== null) cursor.fail('bad-channel', `channel ${nameProblem}`);
  const origin = cursor.serverName('server');
  const createdAt = readCreated(cursor);
  const parameters = readParameters(cursor);
  const registers = readRegisters(cursor, parameters, origin, casemapping);
  if (cursor.failure !== null) return { problem: { ...cursor.failure, channelId: id } };
  const { splitBorn, absorbed, unknown, members } = parameters;
  const written = parameters.written || hasWrite(registers);
  const part = { id: id!, name, origin, createdAt, splitBorn, written, absorbed, registers, unknown };
  return { message: { part, members } };
}

/** A longest register with every byte of it escaped, the longest identity, its marks and its stamp come to 14 KiB. */
const LINE_BYTES_MIN = 16384;

function encodeLines(
  message: DocumentMessage,
  registers: readonly Register[],
  unknown: readonly (readonly [string, string])[],
  options: EncodeOptions,
): string[] {
  const line = encodeLine(message, registers, unknown, options.form);
  if (line.length <= options.lineBytesMax && unknown.length <= unknownMax) return [line];
  const half = registers.length >> 1;
  const unknownHalf = unknown.length >> 1;
  assert(half + unknownHalf > 0, 'a single register fits in every line');
  return [
    ...encodeLines(message, registers.slice(0, half), unknown.slice(0, unknownHalf), options),
    ...encodeLines(message, registers.slice(half), unknown.slice(unknownHalf), options),
  ];
}

function encodeLine(
  { part, members }: DocumentMessage,
  registers: readonly Register[],
  unknown: readonly (readonly [string, string])[],
  form: LineForm,
): string {
  const created = part.createdAt === null ? '-' : formatTimestamp(part.createdAt);
  const { words, stamps } = writeParameters(registers, form);
  const stampList = encodeStamps(stamps, part.origin);
  if (members !== null) words.push(`MEMBERS ${members}`);
  if (stampList !== '') words.push(`STAMPS ${stampList}`);
  if (part.splitBorn) words.push('BORN split');
  if (form.decisions && part.written && stamps.every(isFloor)) words.push('WRITTEN yes');
  if (form.decisions && part.absorbed.size > 0) words.push(`ABSORBED ${quoteList([...part.absorbed])}`);
  for (const [name, value] of unknown) words.push(`${name} ${value}`);
  return ['CBURST', quoteWord(part.name), part.id, part.origin, created, ...words].join(' ');
}

/** Null for a time that cannot be read. A parameter in its place says that it was left out. */
function readCreated(cursor: LineCursor): number | null {
  const text = cursor.word('created timestamp');
  const created = parseTimestamp(text);
  if (created === null && !cursor.quoted && startsParameters(text))
    cursor.fail('missing-parameter', 'created timestamp is missing');
  return created;
}

function readRegisters(
  cursor: LineCursor,
  { fields, stamps: items }: Parameters,
  origin: ServerName,
  casemapping: Casemapping,
): Map<FieldKey, Register> {
  const registers = new Map<FieldKey, Register>();
  if (cursor.failure !== null) return registers;
  const stamps = decodeStamps(items, fields.length, origin);
  if (stamps === null) cursor.fail('bad-stamp', 'STAMPS has a malformed item or more items than fields');
  for (let index = 0; index < fields.length && stamps !== null; index++) {
    const keyed = keyedField(cursor, fields[index]!, casemapping);
    if (keyed === null) break;
    const { key, field } = keyed;
    const register = { field, stamp: stamps[index]! };
    // A line is the join of the writes in it, as two lines would be: two spellings of a mask are no error.
    if (wins(register, registers.get(key))) registers.set(key, register);
  }
  return registers;
}

/** The checked field and its key, null when something is wrong with it. */
function keyedField(
  cursor: LineCursor,
  field: Field,
  casemapping: Casemapping,
): { key: FieldKey; field: Field } | null {
  const key = field.kind === 'flag' ? keyOfLetterFlag(field) : undefined;
  if (key !== undefined) return { key, field };
  const checked = checkField(field);
  if ('field' in checked) return { key: fieldKey(casemapping, checked.field), field: checked.field };
  cursor.fail('bad-value', checked.problem);
  return null;
}

function hasWrite(registers: ReadonlyMap<FieldKey, Register>): boolean {
  for (const { stamp } of registers.values()) if (!isFloor(stamp)) return true;
  return false;
}
