import type { Duplex } from 'node:stream';
import type { ServerName } from '../core/identity.ts';
import { lineBytesMax } from '../wire/line-bytes.ts';
import { encodeMessage } from '../wire/session-message.ts';
import { LineSplitter } from './line-splitter.ts';
import {
  assertLine,
  closeMsMax,
  highWaterBytes,
  lowWaterBytes,
  type PeerLink,
  type PeerLinkListener,
  queueBytesMax,
} from './peer-link.ts';
import { type CancelTimer, systemTimers, type Timers } from './timers.ts';

export interface TlsLinkOptions {
  readonly peer: ServerName;
  readonly outgoing: boolean;
}

/**
 * The lines of a peer over a secured socket whose other side has proved its pin. Lines written in one turn of the event
 * loop leave in one write to the socket; lines received are held here only while the listener is paused, and then no
 * more is read, so what is held is bounded by one read of the socket.
 */
export class TlsLink implements PeerLink {
  readonly peer: ServerName;
  readonly outgoing: boolean;
  readonly #socket: Duplex;
  readonly #timers: Timers;
  readonly #splitter = new LineSplitter(lineBytesMax);
  #listener: PeerLinkListener | null = null;
  #inbox: string[] = [];
  #nextLine = 0;
  #paused = false;
  #outbox: string[] = [];
  #outboxBytes = 0;
  #awaitsDrain = false;
  /** Set once it is known why the link ends; the first reason stays. */
  #reason: string | null = null;
  #overlong = false;
  #closing = false;
  #writingEnded = false;
  #socketClosed = false;
  #closedTold = false;
  #cancelClose: CancelTimer = () => {};

  constructor(
    socket: Duplex,
    options: TlsLinkOptions,
    dependencies: { readonly timers: Timers } = { timers: systemTimers },
  ) {
    this.peer = options.peer;
    this.outgoing = options.outgoing;
    this.#socket = socket;
    this.#timers = dependencies.timers;
    socket.on('error', (error) => {
      this.#reason ??= error.message;
    });
    socket.once('end', () => {
      this.#reason ??= `the peer closed the connection${this.#splitter.inLine ? ' in the middle of a line' : ''}`;
      this.#endWriting();
    });
    socket.once('close', () => this.#onSocketClose());
  }

  get queuedBytes(): number {
    return this.#socketClosed ? 0 : this.#outboxBytes + this.#socket.writableLength;
  }

  open(listener: PeerLinkListener): void {
    if (this.#listener !== null) throw new Error('the link is open already');
    this.#listener = listener;
    this.#socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    queueMicrotask(() => this.#advance());
  }

  write(lines: readonly string[]): boolean {
    lines.forEach(assertLine);
    if (this.#writingEnded || this.#socketClosed) return true;
    if (this.#outbox.length === 0) setImmediate(() => this.#flush());
    for (const line of lines) {
      this.#outbox.push(line);
      this.#outboxBytes += line.length + 1;
    }
    if (this.queuedBytes > queueBytesMax) {
      this.#reason ??= `more than ${queueBytesMax} bytes wait for a peer that does not read them`;
      this.#socket.destroy();
    }
    this.#awaitsDrain ||= this.queuedBytes > highWaterBytes;
    return !this.#awaitsDrain;
  }

  pause(): void {
    if (this.#closing) return;
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    queueMicrotask(() => this.#advance());
  }

  close(reason: string): void {
    if (this.#closing || this.#socketClosed) return;
    this.#reason ??= reason;
    this.#closing = true;
    this.#paused = false;
    this.#inbox = [];
    this.#endWriting();
    // What is not read makes the system answer with a reset, and a reset discards our last lines on their way.
    this.#socket.resume();
  }

  #endWriting(): void {
    if (this.#writingEnded) return;
    this.#flush();
    this.#writingEnded = true;
    this.#socket.end();
    this.#cancelClose = this.#timers.after(closeMsMax, () => this.#socket.destroy());
  }

  #flush(): void {
    if (this.#outbox.length === 0 || this.#writingEnded || this.#socketClosed) return;
    const text = `${this.#outbox.join('\n')}\n`;
    this.#outbox = [];
    this.#outboxBytes = 0;
    this.#socket.write(text, 'latin1', (error) => {
      if (!error) this.#onWritten();
    });
  }

  #onWritten(): void {
    if (!this.#awaitsDrain || this.#writingEnded || this.#socketClosed) return;
    if (this.queuedBytes > lowWaterBytes) return;
    this.#awaitsDrain = false;
    this.#listener?.drain();
  }

  #onData(chunk: Buffer): void {
    if (this.#closing || this.#overlong) return;
    const { lines, overlong } = this.#splitter.split(chunk);
    this.#overlong = overlong;
    this.#inbox = this.#inbox.slice(this.#nextLine).concat(lines);
    this.#nextLine = 0;
    this.#advance();
  }

  /** Hands over what may be handed over now, then reads on, or ends the link. */
  #advance(): void {
    const listener = this.#listener;
    if (listener === null) return;
    while (this.#nextLine < this.#inbox.length && !this.#paused)
      listener.line(this.#inbox[this.#nextLine++]!);
    const holdsLines = this.#nextLine < this.#inbox.length;
    if (this.#socketClosed) {
      if (!holdsLines) this.#tellClosed(listener);
    } else if (this.#paused) {
      this.#socket.pause();
    } else if (this.#overlong) {
      this.#refuseOverlong();
    } else {
      this.#socket.resume();
    }
  }

  /** Here and not in the session, which never sees the line. */
  #refuseOverlong(): void {
    const reason = `the peer sent a line of more than ${lineBytesMax} bytes`;
    this.write([encodeMessage({ verb: 'BYE', code: 'protocol', reason })]);
    this.close(reason);
  }

  #onSocketClose(): void {
    this.#socketClosed = true;
    this.#cancelClose();
    this.#outbox = [];
    this.#outboxBytes = 0;
    this.#advance();
  }

  #tellClosed(listener: PeerLinkListener): void {
    if (this.#closedTold) return;
    this.#closedTold = true;
    listener.closed(this.#reason ?? 'the connection was lost');
  }
}
