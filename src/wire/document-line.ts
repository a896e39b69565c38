import { strict as assert } from 'node:assert';
import type { Casemapping } from '../core/casemapping.ts';
import { type DocumentPart, hasWrite, type Register } from '../core/document.ts';
import { DOCUMENT_BYTES_MAX, documentBytes } from '../core/document-room.ts';
import { channelNameProblem } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import { lineFailure } from './line-bytes.ts';
import { LineCursor } from './line-cursor.ts';
import { isWhole, type LineForm } from './line-form.ts';
import type { LineProblem } from './line-problem.ts';
import { unknownMax } from './parameter-names.ts';
import { quoteList, quoteWord } from './quote.ts';
import { readParameters, startsParameters } from './read-parameters.ts';
import { ReadPart } from './read-part.ts';
import {
  packedAsRead,
  packedWords,
  type RegisterWords,
  readRegisters,
  writeRegisters,
} from './register-text.ts';
import { isFloorList } from './stamp-list.ts';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

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
  const line = packedLine(message, options.form);
  if (line !== null && line.length <= options.lineBytesMax) return [line];
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
  const begin = cursor.position;
  const parameters = readParameters(cursor);
  const registers = readRegisters(cursor, parameters, origin, casemapping);
  if (documentBytes({ registers }) > DOCUMENT_BYTES_MAX)
    cursor.fail('bad-value', `the fields come to more than ${DOCUMENT_BYTES_MAX} bytes`);
  if (cursor.failure !== null) return { problem: { ...cursor.failure, channelId: id } };
  const { splitBorn, absorbed, unknown, members } = parameters;
  const written = parameters.written || hasWrite(registers);
  const content = { id: id!, name, origin, createdAt, splitBorn, written, absorbed, registers, unknown };
  const packed = packedAsRead(line, begin, parameters, registers);
  return { message: { part: new ReadPart(content, packed), members } };
}

/** A longest register with every byte of it escaped, the longest identity, its marks and its stamp come to 14 KiB. */
const LINE_BYTES_MIN = 16384;

/** The line of a document whose registers are packed; null: they are to be written. */
function packedLine(message: DocumentMessage, form: LineForm): string | null {
  const { packed, unknown } = message.part;
  if (typeof packed !== 'string' || !isWhole(form) || unknown.size > unknownMax) return null;
  return encodeLine(message, packedWords(packed), unknown, form);
}

function encodeLines(
  message: DocumentMessage,
  registers: readonly Register[],
  unknown: readonly (readonly [string, string])[],
  options: EncodeOptions,
): string[] {
  const { form } = options;
  const line = encodeLine(message, writeRegisters(registers, message.part.origin, form), unknown, form);
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
  { words, stamps }: RegisterWords,
  unknown: Iterable<readonly [string, string]>,
  form: LineForm,
): string {
  const created = part.createdAt === null ? '-' : formatTimestamp(part.createdAt);
  let line = `CBURST ${quoteWord(part.name)} ${part.id} ${part.origin} ${created}`;
  if (words !== '') line += ` ${words}`;
  if (members !== null) line += ` MEMBERS ${members}`;
  if (stamps !== '') line += ` STAMPS ${stamps}`;
  if (part.splitBorn) line += ' BORN split';
  if (form.decisions && part.written && isFloorList(stamps)) line += ' WRITTEN yes';
  if (form.decisions && part.absorbed.size > 0) line += ` ABSORBED ${quoteList([...part.absorbed])}`;
  for (const [name, value] of unknown) line += ` ${name} ${value}`;
  return line;
}

/** Null for a time that cannot be read. A parameter in its place says that it was left out. */
function readCreated(cursor: LineCursor): number | null {
  const text = cursor.word('created timestamp');
  const created = parseTimestamp(text);
  if (created === null && !cursor.quoted && startsParameters(text))
    cursor.fail('missing-parameter', 'created timestamp is missing');
  return created;
}
