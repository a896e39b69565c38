import type { Duplex } from 'node:stream';
import type { ServerName } from '../core/identity.ts';
import { type Compression, encodeMessage } from '../wire/session-message.ts';
import { LineReader } from './line-reader.ts';
import { LineWriter } from './line-writer.ts';
import { assertLine, closeMsMax, type PeerLink, type PeerLinkListener, queueBytesMax } from './peer-link.ts';
import type { Pin } from './spki-pin.ts';
import { type CancelTimer, systemTimers, type Timers } from './timers.ts';

export interface TlsLinkOptions {
  readonly peer: ServerName;
  readonly outgoing: boolean;
  readonly pin?: Pin;
}

/**
 * The lines of a peer over a secured socket whose other side has proved its pin. While the listener is paused, no more is
 * read, so what is held is bounded by one read of the socket.
 */
export class TlsLink implements PeerLink {
  readonly peer: ServerName;
  readonly outgoing: boolean;
  readonly pin?: Pin;
  readonly #socket: Duplex;
  readonly #timers: Timers;
  readonly #reader: LineReader;
  readonly #writer: LineWriter;
  #listener: PeerLinkListener | null = null;
  #paused = false;
  /** Set once it is known why the link ends; the first reason stays. */
  #reason: string | null = null;
  #closing = false;
  #writingEnded = false;
  #socketEnded = false;
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
    if (options.pin !== undefined) this.pin = options.pin;
    this.#socket = socket;
    this.#timers = dependencies.timers;
    this.#reader = new LineReader(socket, () => this.#advance());
    this.#writer = new LineWriter(socket, {
      drained: () => this.#listener?.drain(),
      failed: (error) => {
        this.#reason ??= `nothing can be compressed: ${error.message}`;
        socket.destroy();
      },
    });
    socket.on('error', (error) => {
      // After the peer's end, whatever cannot be written any more fails; that is no news.
      if (!this.#socketEnded) this.#reason ??= error.message;
    });
    socket.once('end', () => {
      this.#socketEnded = true;
      this.#endWriting();
    });
    socket.once('close', () => this.#onSocketClose());
  }

  get queuedBytes(): number {
    return this.#socketClosed ? 0 : this.#writer.queuedBytes;
  }

  open(listener: PeerLinkListener): void {
    if (this.#listener !== null) throw new Error('the link is open already');
    this.#listener = listener;
    this.#reader.start();
    queueMicrotask(() => this.#advance());
  }

  write(lines: readonly string[]): boolean {
    lines.forEach(assertLine);
    if (this.#writingEnded || this.#socketClosed) return true;
    const goOn = this.#writer.add(lines);
    if (this.queuedBytes > queueBytesMax) {
      this.#reason ??= `more than ${queueBytesMax} bytes wait for a peer that does not read them`;
      this.#socket.destroy();
    }
    return goOn;
  }

  compress(algorithm: Compression): void {
    this.#writer.compress(algorithm);
  }

  decompress(algorithm: Compression): void {
    this.#reader.decompress(algorithm);
  }

  pause(): void {
    if (this.#closing) return;
    this.#paused = true;
    this.#reader.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    queueMicrotask(() => this.#advance());
  }

  close(reason: string): void {
    if (this.#closing) return;
    this.#reason ??= reason;
    this.#closing = true;
    this.#paused = false;
    this.#endWriting();
    // What is not read makes the system answer with a reset, and a reset discards our last lines on their way.
    this.#reader.discard();
    if (this.#socketClosed) queueMicrotask(() => this.#advance());
  }

  #endWriting(): void {
    if (this.#writingEnded || this.#socketClosed) return;
    this.#writingEnded = true;
    this.#writer.end();
    this.#cancelClose = this.#timers.after(closeMsMax, () => this.#socket.destroy());
  }

  /** Hands over what may be handed over now, then reads on, or ends the link. */
  #advance(): void {
    const listener = this.#listener;
    if (listener === null) return;
    this.#deliver(listener);
    if (this.#socketClosed) {
      this.#tellClosed(listener);
    } else if (this.#paused) {
      this.#reader.pause();
    } else if (this.#reader.problem !== null) {
      this.#refuse(this.#reader.problem);
    } else {
      this.#reader.resume();
    }
  }

  #deliver(listener: PeerLinkListener): void {
    while (!this.#paused) {
      const line = this.#reader.next();
      if (line === null) return;
      listener.line(line);
    }
  }

  /** Here and not in the session, which never sees what is wrong. */
  #refuse(reason: string): void {
    this.write([encodeMessage({ verb: 'BYE', code: 'protocol', reason })]);
    this.close(`protocol: ${reason}`);
  }

  #onSocketClose(): void {
    this.#socketClosed = true;
    this.#cancelClose();
    this.#writer.drop();
    this.#reader.end();
    this.#advance();
  }

  /** Once all that came was delivered. */
  #tellClosed(listener: PeerLinkListener): void {
    if (this.#closedTold) return;
    if (!this.#reader.finished || this.#reader.holdsLine) {
      if (!this.#paused) this.#reader.resume();
      return;
    }
    this.#closedTold = true;
    listener.closed(this.#reason ?? this.#lossReason());
  }

  #lossReason(): string {
    if (this.#reader.problem !== null) return `protocol: ${this.#reader.problem}`;
    if (!this.#socketEnded) return 'the connection was lost';
    return `the peer closed the connection${this.#reader.inLine ? ' in the middle of a line' : ''}`;
  }
}
