import type { Casemapping } from '../core/casemapping.ts';
import { partOf } from '../core/document.ts';
import { type QuarantineCode, quarantineCodes } from '../core/guard.ts';
import { parseServerName } from '../core/identity.ts';
import { ircBytes } from '../core/irc-text.ts';
import type { QuarantinedMessage } from '../core/quarantine.ts';
import { decodeDocumentLines, encodeDocumentLines } from './document-lines.ts';
import { encodeJson } from './encode-json.ts';
import { parseJsonObject } from './parse-json.ts';

/** Where messages are that wait for an operator: by their number. */
export const QUARANTINE_SPACE = 'quarantine';

/** A message as it is stored: a line of JSON with who said it and why it waits, then what was said as lines of a document. */
export function encodeQuarantined(message: QuarantinedMessage): Uint8Array {
  const { part, ...head } = message;
  return Buffer.concat([encodeJson(head), ircBytes(['', ...encodeDocumentLines(part)].join('\n'))]);
}

/** The inverse; or what is wrong with the record. */
export function decodeQuarantined(
  value: Uint8Array,
  casemapping: Casemapping,
): { message: QuarantinedMessage } | { problem: string } {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const [, ...lines] = bytes.toString('latin1').split('\n');
  const head = parseHead(bytes.subarray(0, Math.max(0, bytes.indexOf('\n'))));
  if (head === null) return { problem: 'who said it, or why it waits, is not readable' };
  const decoded = decodeDocumentLines(lines, casemapping);
  return 'problem' in decoded ? decoded : { message: { ...head, part: partOf(decoded.document) } };
}

function parseHead(value: Uint8Array): Omit<QuarantinedMessage, 'part'> | null {
  const { number, since, peer, members, code, text } = parseJsonObject(value) ?? {};
  const server = typeof peer === 'string' ? parseServerName(peer) : null;
  const valid = isNumber(number) && number > 0 && isNumber(since) && (members === null || isNumber(members));
  if (server === null || !valid || !isCode(code) || typeof text !== 'string') return null;
  return { number, since, peer: server, members, code, text };
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCode(value: unknown): value is QuarantineCode {
  return quarantineCodes.some((code) => code === value);
}
