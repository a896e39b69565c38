import type { ServerName } from '../core/identity.ts';
import { lineBytesMax } from '../wire/line-bytes.ts';
import type { Compression } from '../wire/session-message.ts';
import type { Pin } from './spki-pin.ts';

/**
 * One authenticated connection to a peer that carries lines. The TLS link and the in-memory link of the tests and the
 * simulator keep the same contract (test/contract/peer-link.ts):
 * - lines arrive whole, in order, without their line ending, as byte strings (one character is one byte);
 * - `write` takes whole lines, never blocks, and returns false when the sender should wait for `drain`;
 * - of a line that is longer than `lineBytesMax` the first `lineBytesMax + 1` bytes are delivered, so nobody takes it for
 *   a whole one; one without end closes the link with an error, and so does a stream that cannot be decompressed;
 * - no listener is called from within a call to the link: what happens is told in a later turn of the event loop;
 * - after `close()` nothing is called but `closed`, after `closed` nothing at all, and `closed` is called exactly once.
 */
export interface PeerLink {
  /** Whom the certificate proves the other side to be. */
  readonly peer: ServerName;
  /** The pin of the key by which it does; left out: not told. */
  readonly pin?: Pin;
  /** True when this side dialled. */
  readonly outgoing: boolean;
  /** Sets who hears of what happens; lines that came before are kept and delivered then. Called once. */
  open(listener: PeerLinkListener): void;
  /**
   * Queues lines. False: wait for `drain` before the next. After the close: ignored, true. Throws on a line that the other
   * side could not take as one (CR, LF, NUL, a character that is no byte, longer than `lineBytesMax`).
   */
  write(lines: readonly string[]): boolean;
  /** Bytes queued here that the operating system has not taken yet. */
  readonly queuedBytes: number;
  /** Compresses what is written from now on; what was written before leaves as it is. Once. */
  compress(algorithm: Compression): void;
  /** Takes everything after the line delivered last for one compressed stream. Once; to be called while that line is delivered. */
  decompress(algorithm: Compression): void;
  /** No line is delivered until `resume`; the other side is held by the connection's flow control. Idempotent. */
  pause(): void;
  resume(): void;
  /** Sends what is queued, then closes; at the latest after `closeMsMax`. `reason` reaches the own listener's `closed`. */
  close(reason: string): void;
}

export interface PeerLinkListener {
  line(line: string): void;
  drain(): void;
  /** Why the link ended, for people. */
  closed(reason: string): void;
}

/** Above this many queued bytes `write` returns false: about a page of a burst, so two pages are under way at most. */
export const highWaterBytes = 1 << 20;

/** `drain` is called once no more than this is queued: early enough that the connection does not run dry. */
export const lowWaterBytes = 1 << 18;

/** More than this queued closes the link: the sender ignored `write`, or the other side stopped reading. */
export const queueBytesMax = 1 << 26;

/** How long a closing link waits for the other side to take what is queued. */
export const closeMsMax = 2000;

const NOT_ONE_LINE = /[\0\r\n]|[^\u0001-\u00ff]/;

/** Throws unless `line` can travel as one line. */
export function assertLine(line: string): void {
  if (line.length > lineBytesMax) throw new RangeError(`a line of ${line.length} bytes cannot be sent`);
  if (NOT_ONE_LINE.test(line))
    throw new RangeError('a line with CR, LF, NUL or a wide character cannot be sent');
}
