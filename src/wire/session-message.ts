import type { Casemapping } from '../core/casemapping.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import { parseChannelId } from '../core/identity.ts';
import { type DocumentMessage, decodeDocument } from './document-line.ts';
import { encodeHello, readHello } from './hello-line.ts';
import { lineFailure } from './line-bytes.ts';
import { LineCursor } from './line-cursor.ts';
import { type LineProblem, type LineProblemCode, parseLineProblemCode } from './line-problem.ts';
import { quoteProse, quoteWord } from './quote.ts';
import { checkEpoch, skipPairs } from './session-words.ts';

/** Why a link ends: a closed set. A code of a later version decodes as `internal`. */
export const byeCodes = [
  'version',
  'name',
  'pin',
  'self',
  'casemapping',
  'duplicate',
  'protocol',
  'timeout',
  'shutdown',
  'internal',
  'expelled',
] as const;

export type ByeCode = (typeof byeCodes)[number];

/** One line of a session. Numbers are whole, from 0 to 2^53 - 1. */
export type SessionMessage =
  | {
      readonly verb: 'HELLO';
      readonly version: number;
      readonly server: ServerName;
      readonly casemapping: Casemapping;
      /** A lower-case UUID: changes when the sender's sequence starts anew. */
      readonly epoch: string;
      /** For people, at most 256 bytes. */
      readonly software: string;
      readonly capabilities: readonly string[];
      readonly peers: readonly ServerName[];
    }
  /** What I durably have of yours; null: nothing. */
  | { readonly verb: 'RESUME'; readonly epoch: string | null; readonly sequence: number }
  /** My burst starts; `resume`: only what changed since `sequence`. */
  | { readonly verb: 'BURST'; readonly mode: 'full' | 'resume'; readonly sequence: number }
  | { readonly verb: 'CBURST'; readonly message: DocumentMessage }
  /** Ends a page of CBURST lines; `sequence` is a valid resume point once the page is durable, null inside a burst. */
  | {
      readonly verb: 'PAGE';
      readonly number: number;
      readonly lines: number;
      readonly sequence: number | null;
    }
  /** That page is durable here. */
  | { readonly verb: 'ACK'; readonly number: number }
  /** End of the burst, with the number of documents presented. */
  | { readonly verb: 'EOB'; readonly documents: number }
  | {
      readonly verb: 'NAK';
      readonly page: number;
      readonly line: number;
      readonly code: LineProblemCode;
      readonly reason: string;
      readonly channelId: ChannelId | null;
    }
  /** Asks for a channel; null: for everything. */
  | { readonly verb: 'REQUEST'; readonly channelId: ChannelId | null }
  | { readonly verb: 'PING'; readonly token: string }
  | { readonly verb: 'PONG'; readonly token: string }
  | { readonly verb: 'BYE'; readonly code: ByeCode; readonly reason: string };

export type HelloMessage = Extract<SessionMessage, { verb: 'HELLO' }>;

/** What `encodeMessage` takes: everything but CBURST, whose lines `encodeDocument` makes. */
export type ControlMessage = Exclude<SessionMessage, { verb: 'CBURST' }>;

/**
 * The line of a control message. Text for people is cut and made printable where it has to be; everything else is the
 * caller's to keep within the limits of the type.
 */
export function encodeMessage(message: ControlMessage): string {
  switch (message.verb) {
    case 'HELLO':
      return encodeHello(message);
    case 'RESUME':
      return `RESUME ${message.epoch ?? '-'} ${message.sequence}`;
    case 'BURST':
      return `BURST ${message.mode} ${message.sequence}`;
    case 'PAGE':
      return `PAGE ${message.number} ${message.lines} ${message.sequence ?? '-'}`;
    case 'ACK':
      return `ACK ${message.number}`;
    case 'EOB':
      return `EOB ${message.documents}`;
    case 'NAK':
      return `NAK ${message.page} ${message.line} ${message.code} ${message.channelId ?? '-'} ${quoteProse(message.reason, REASON_BYTES_MAX)}`;
    case 'REQUEST':
      return `REQUEST ${message.channelId ?? '*'}`;
    case 'PING':
    case 'PONG':
      return `${message.verb} ${quoteWord(message.token)}`;
    case 'BYE':
      return `BYE ${message.code} ${quoteProse(message.reason, REASON_BYTES_MAX)}`;
  }
}

/**
 * What a line of a session says, or why it is rejected. The inverse of `encodeMessage` and `encodeDocument`. After the words
 * of a verb, `NAME value` pairs of a later version are skipped. Never throws, whatever the line.
 */
export function decodeMessage(
  line: string,
  casemapping: Casemapping,
): SessionMessage | { problem: LineProblem } {
  if (line.startsWith('CBURST ')) {
    const decoded = decodeDocument(line, casemapping);
    return 'problem' in decoded ? decoded : { verb: 'CBURST', message: decoded.message };
  }
  const unreadable = lineFailure(line);
  if (unreadable !== null) return { problem: { ...unreadable, channelId: null } };
  const cursor = new LineCursor(line);
  const message = readMessage(cursor);
  if (message === null) cursor.fail('unknown-verb', 'the first word is no verb');
  else if (message.verb !== 'HELLO') skipPairs(cursor);
  if (message === null || cursor.failure !== null)
    return { problem: { ...cursor.failure!, channelId: null } };
  return message;
}

const REASON_BYTES_MAX = 512;
const TOKEN_BYTES_MAX = 64;

/** Null for an unknown verb. After a failure of the cursor the message means nothing. */
function readMessage(cursor: LineCursor): SessionMessage | null {
  const verb = cursor.word('verb');
  if (cursor.quoted) return null;
  switch (verb) {
    case 'HELLO':
      return readHello(cursor);
    case 'RESUME':
      return { verb, epoch: readEpochOrNone(cursor), sequence: cursor.whole('sequence') };
    case 'BURST':
      return { verb, mode: readMode(cursor), sequence: cursor.whole('sequence') };
    case 'PAGE':
      return {
        verb,
        number: cursor.whole('page number'),
        lines: cursor.whole('line count'),
        sequence: cursor.wholeOrNone('sequence'),
      };
    case 'ACK':
      return { verb, number: cursor.whole('page number') };
    case 'EOB':
      return { verb, documents: cursor.whole('document count') };
    case 'NAK':
      return {
        verb,
        page: cursor.whole('page number'),
        line: cursor.whole('line number'),
        code: parseLineProblemCode(cursor.word('code')),
        channelId: readChannelIdOr(cursor, '-'),
        reason: cursor.word('reason').slice(0, REASON_BYTES_MAX),
      };
    case 'REQUEST':
      return { verb, channelId: readChannelIdOr(cursor, '*') };
    case 'PING':
    case 'PONG':
      return { verb, token: readToken(cursor) };
    case 'BYE':
      return {
        verb,
        code: parseByeCode(cursor.word('code')),
        reason: cursor.word('reason').slice(0, REASON_BYTES_MAX),
      };
    default:
      return null;
  }
}

function readEpochOrNone(cursor: LineCursor): string | null {
  const epoch = cursor.word('epoch');
  if (epoch === '-') return null;
  return checkEpoch(cursor, epoch);
}

function readMode(cursor: LineCursor): 'full' | 'resume' {
  const mode = cursor.word('mode');
  if (mode === 'full' || mode === 'resume') return mode;
  cursor.fail('bad-value', 'mode is neither full nor resume');
  return 'full';
}

function readChannelIdOr(cursor: LineCursor, none: string): ChannelId | null {
  const word = cursor.word('channel id');
  if (word === none) return null;
  const id = parseChannelId(word);
  if (id === null) cursor.fail('bad-id', `channel id is neither a UUID nor ${none}`);
  return id;
}

function readToken(cursor: LineCursor): string {
  const token = cursor.word('token');
  if (token.length > TOKEN_BYTES_MAX)
    cursor.fail('too-long', `token is longer than ${TOKEN_BYTES_MAX} bytes`);
  return token;
}

function parseByeCode(text: string): ByeCode {
  return byeCodes.find((code) => code === text) ?? 'internal';
}
