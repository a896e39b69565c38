import { strict as assert } from 'node:assert';
import type { ServerName } from '../../src/core/identity.ts';
import { assertLine, type PeerLink, type PeerLinkListener } from '../../src/peer/peer-link.ts';
import { decodeMessage, type SessionMessage } from '../../src/wire/session-message.ts';

/**
 * This side's end of a connection without another end: the input says what comes, and what is written is read as a peer
 * would. As every link it calls its listener only from outside of a call to it.
 */
export class FuzzLink implements PeerLink {
  readonly peer: ServerName;
  readonly outgoing: boolean;
  readonly queuedBytes = 0;
  /** Lines written. */
  lines = 0;
  /** What this side's hello offers. */
  capabilities: readonly string[] = [];
  /** Numbers of pages written and not acknowledged by the input. */
  pages: number[] = [];
  blocked = false;
  #listener: PeerLinkListener | null = null;
  #closing: string | null = null;
  #closed = false;

  constructor(peer: ServerName, outgoing: boolean) {
    this.peer = peer;
    this.outgoing = outgoing;
  }

  get closed(): boolean {
    return this.#closed;
  }

  open(listener: PeerLinkListener): void {
    this.#listener = listener;
  }

  write(lines: readonly string[]): boolean {
    for (const line of lines) {
      assertLine(line);
      const message = decodeMessage(line, 'rfc1459');
      if ('problem' in message) assert.fail(`an unreadable line was sent: ${message.problem.reason}`);
      this.#wrote(message);
    }
    return !this.blocked;
  }

  compress(): void {}

  /** What the input says is what comes out of the decompressor. */
  decompress(): void {}

  pause(): void {}

  resume(): void {}

  close(reason: string): void {
    this.#closing ??= reason;
  }

  /** The other side says `line`. */
  say(line: string): void {
    if (this.#closing === null) this.#listener?.line(line);
    this.settle();
  }

  /** The other side took what was queued. */
  drain(): void {
    this.blocked = false;
    if (this.#closing === null) this.#listener?.drain();
    this.settle();
  }

  /** The connection is lost. */
  cut(): void {
    this.#closing ??= 'the connection was cut';
    this.settle();
  }

  /** A later turn of the event loop: tells of the end, once. */
  settle(): void {
    if (this.#closing === null || this.#closed) return;
    this.#closed = true;
    this.#listener?.closed(this.#closing);
  }

  #wrote(message: SessionMessage): void {
    assert(!this.#closed, 'a closed link was written to');
    this.lines++;
    if (message.verb === 'HELLO') this.capabilities = message.capabilities;
    if (message.verb === 'PAGE') this.pages.push(message.number);
  }
}
