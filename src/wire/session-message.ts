import type { Casemapping } from '../core/casemapping.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import { parseChannelId } from '../core/identity.ts';
import { type BurstEndMessage, encodeBurstEnd, readBurstEnd } from './burst-end-line.ts';
import { type DigestMessage, encodeDigestMessage, readDigestMessage } from './digest-line.ts';
import { type DocumentMessage, decodeDocument } from './document-line.ts';
import { encodeHello, type HelloMessage, readHello } from './hello-line.ts';
import { lineFailure } from './line-bytes.ts';
import { LineCursor } from './line-cursor.ts';
import { type LineProblem, type LineProblemCode, parseLineProblemCode } from './line-problem.ts';
import { quoteList, quoteProse, quoteWord } from './quote.ts';
import { checkUuid, readServers, skipPairs } from './session-words.ts';

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
  'barred',
] as const;

export type ByeCode = (typeof byeCodes)[number];

/** What COMPRESS may name, each also a capability. */
export const compressions = ['zstd', 'deflate'] as const;

export type Compression = (typeof compressions)[number];

/** One line of a session. Numbers are whole, from 0 to 2^53 - 1. */
export type SessionMessage =
  | HelloMessage
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
  | BurstEndMessage
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
  | DigestMessage
  /** The servers with which the sender is fully linked now. */
  | { readonly verb: 'MESH'; readonly servers: readonly ServerName[] }
  /** The last uncompressed line of its sender: everything after it is one stream of that algorithm. */
  | { readonly verb: 'COMPRESS'; readonly algorithm: Compression }
  | { readonly verb: 'PING'; readonly token: string }
  | { readonly verb: 'PONG'; readonly token: string }
  | { readonly verb: 'BYE'; readonly code: ByeCode; readonly reason: string };

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
      return encodeBurstEnd(message);
    case 'NAK':
      return `NAK ${message.page} ${message.line} ${message.code} ${message.channelId ?? '-'} ${quoteProse(message.reason, REASON_BYTES_MAX)}`;
    case 'REQUEST':
      return `REQUEST ${message.channelId ?? '*'}`;
    case 'DIGEST':
    case 'SUMS':
    case 'DIFFER':
      return encodeDigestMessage(message);
    case 'MESH':
      return `MESH ${quoteList(message.servers)}`;
    case 'COMPRESS':
      return `COMPRESS ${message.algorithm}`;
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
  skipPairs(cursor);
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
      return readBurstEnd(cursor);
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
    case 'DIGEST':
    case 'SUMS':
    case 'DIFFER':
      return readDigestMessage(cursor, verb);
    case 'MESH':
      return { verb, servers: readMesh(cursor) };
    case 'COMPRESS':
      return { verb, algorithm: readCompression(cursor) };
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
  return checkUuid(cursor, 'epoch', epoch);
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

function readMesh(cursor: LineCursor): ServerName[] {
  if (cursor.next()) return readServers(cursor, 'MESH');
  cursor.fail('missing-parameter', 'servers are missing');
  return [];
}

function readCompression(cursor: LineCursor): Compression {
  const word = cursor.word('algorithm');
  const known = compressions.find((name) => name === word);
  if (known === undefined) cursor.fail('bad-value', `algorithm is none of ${compressions.join(', ')}`);
  return known ?? 'deflate';
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
