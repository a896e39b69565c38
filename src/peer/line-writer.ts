import type { Duplex, Transform } from 'node:stream';
import type { Compression } from '../wire/session-message.ts';
import { createCompressor } from './compression.ts';
import { highWaterBytes, lowWaterBytes } from './peer-link.ts';

export interface LineWriterEvents {
  /** No more is queued than `lowWaterBytes`, after `add` returned false. */
  drained(): void;
  /** Nothing can be compressed any more. */
  failed(error: Error): void;
}

/**
 * Sends lines over a connection, plain at first and, from `compress` on, as one compressed stream. Lines added in one turn
 * of the event loop leave in one write, and what they compress to leaves with it.
 */
export class LineWriter {
  readonly #socket: Duplex;
  readonly #events: LineWriterEvents;
  #compressor: Transform | null = null;
  #outbox: string[] = [];
  #outboxBytes = 0;
  #awaitsDrain = false;
  #stopped = false;

  constructor(socket: Duplex, events: LineWriterEvents) {
    this.#socket = socket;
    this.#events = events;
  }

  /** Bytes that the operating system has not taken yet, those not yet compressed as they are. */
  get queuedBytes(): number {
    const compressor = this.#compressor;
    const compressing = compressor === null ? 0 : compressor.writableLength + compressor.readableLength;
    return this.#outboxBytes + compressing + this.#socket.writableLength;
  }

  /** False: wait for `drained`. */
  add(lines: readonly string[]): boolean {
    if (this.#outbox.length === 0) setImmediate(() => this.flush());
    for (const line of lines) {
      this.#outbox.push(line);
      this.#outboxBytes += line.length + 1;
    }
    this.#awaitsDrain ||= this.queuedBytes > highWaterBytes;
    return !this.#awaitsDrain;
  }

  /** From the next line on. What was added before leaves as it is. */
  compress(algorithm: Compression): void {
    if (this.#compressor !== null) throw new Error('the link is compressed already');
    if (this.#stopped) return;
    this.flush();
    const compressor = createCompressor(algorithm);
    compressor.on('error', (error) => this.#events.failed(error));
    // The compressor's own callbacks tell when it has taken something in, not when that has left.
    this.#socket.on('drain', () => this.#onTaken());
    compressor.pipe(this.#socket);
    this.#compressor = compressor;
  }

  flush(): void {
    if (this.#outbox.length === 0 || this.#stopped) return;
    const text = `${this.#outbox.join('\n')}\n`;
    this.#outbox = [];
    this.#outboxBytes = 0;
    (this.#compressor ?? this.#socket).write(text, 'latin1', (error) => {
      if (!error) this.#onTaken();
    });
  }

  /** Sends what was added, then the end of this direction. */
  end(): void {
    this.flush();
    this.#stopped = true;
    (this.#compressor ?? this.#socket).end();
  }

  /** The connection is gone. */
  drop(): void {
    this.#stopped = true;
    this.#outbox = [];
    this.#outboxBytes = 0;
    this.#compressor?.destroy();
  }

  #onTaken(): void {
    if (!this.#awaitsDrain || this.#stopped || this.queuedBytes > lowWaterBytes) return;
    this.#awaitsDrain = false;
    this.#events.drained();
  }
}
