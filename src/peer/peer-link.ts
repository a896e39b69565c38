import type { ServerName } from '../core/identity.ts';

/**
 * One authenticated connection to a peer that carries lines. The TLS link and the in-memory link of the tests and the
 * simulator keep the same contract (test/contract/peer-link.ts):
 * - lines arrive whole, in order, without their line ending, as byte strings (one character is one byte);
 * - `write` takes whole lines, never blocks, and returns false when the sender should wait for `drain`;
 * - a line longer than `lineBytesMax` closes the link with an error, it is never delivered in part;
 * - after `closed` nothing else is called, and `closed` is called exactly once, also after `close()`.
 */
export interface PeerLink {
  /** Whom the certificate proves the other side to be. */
  readonly peer: ServerName;
  /** True when this side dialled. */
  readonly outgoing: boolean;
  /** Sets who hears of what happens; lines that came before are kept and delivered then. Called once. */
  open(listener: PeerLinkListener): void;
  /** Queues lines (no CR, LF or NUL in them). False: wait for `drain` before the next. After the close: ignored, true. */
  write(lines: readonly string[]): boolean;
  /** Bytes queued here that the operating system has not taken yet. */
  readonly queuedBytes: number;
  /** Sends what is queued, then closes; at the latest after two seconds. `reason` reaches the own listener's `closed`. */
  close(reason: string): void;
}

export interface PeerLinkListener {
  line(line: string): void;
  drain(): void;
  /** Why the link ended, for people. */
  closed(reason: string): void;
}

/** Longest line in bytes, without its line ending. Longer documents travel as several lines. */
export const lineBytesMax = 65536;
