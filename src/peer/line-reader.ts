import type { Duplex } from 'node:stream';
import { lineBytesMax } from '../wire/line-bytes.ts';
import type { Compression } from '../wire/session-message.ts';
import { createDecompressor, type Decompressor } from './compression.ts';
import { LineSplitter, skippedBytesMax } from './line-splitter.ts';

/**
 * What a peer may make of one byte: no text that anybody can bring into a document shrinks to a thousandth, while zstd can
 * write 30,000 bytes as one.
 */
const expansionMax = 1000;

/** What may come beyond that: the greatest page. */
const expansionBytesMax = 1 << 26;

/**
 * The lines that come over a connection, plain at first and, from `decompress` on, out of one compressed stream. Nothing
 * is read ahead of whoever takes the lines but one chunk here, one in the decompressor and what the streams buffer.
 */
export class LineReader {
  readonly #socket: Duplex;
  /** There may be lines to take, a problem, or the end. */
  readonly #changed: () => void;
  readonly #splitter = new LineSplitter(lineBytesMax);
  #decompressor: Decompressor | null = null;
  #problem: string | null = null;
  #discarded = false;

  constructor(socket: Duplex, changed: () => void) {
    this.#socket = socket;
    this.#changed = changed;
  }

  start(): void {
    if (!this.#discarded) this.#socket.on('data', this.#take);
  }

  /** The next line; null when none has come. */
  next(): string | null {
    return this.#discarded ? null : this.#splitter.next();
  }

  get holdsLine(): boolean {
    return !this.#discarded && this.#splitter.holdsLine;
  }

  /** Why nothing more is read, once all lines before it were taken. */
  get problem(): string | null {
    return this.#splitter.overlong
      ? `the peer sent a line of more than ${skippedBytesMax} bytes`
      : this.#problem;
  }

  get inLine(): boolean {
    return this.#splitter.inLine;
  }

  /** Of a connection that is closed: `next` has or had all that it brought. */
  get finished(): boolean {
    return this.#decompressor === null || this.#decompressor.destroyed;
  }

  pause(): void {
    (this.#decompressor ?? this.#socket).pause();
  }

  resume(): void {
    (this.#decompressor ?? this.#socket).resume();
  }

  /** What follows the line that `next` gave last is one stream of that algorithm. */
  decompress(algorithm: Compression): void {
    if (this.#decompressor !== null) throw new Error('the link is decompressed already');
    if (this.#discarded) return;
    const decompressor = createDecompressor(algorithm);
    this.#decompressor = decompressor;
    this.#judge(decompressor);
    const rest = this.#splitter.takeRest();
    this.#socket.off('data', this.#take);
    if (rest.length > 0) decompressor.write(rest);
    if (this.#socket.destroyed || this.#socket.readableEnded) decompressor.end();
    else this.#socket.pipe(decompressor);
  }

  /** The connection is closed: what came over it can still be taken. */
  end(): void {
    this.#decompressor?.end();
  }

  /** Gives up what came and what still comes, which is read all the same. */
  discard(): void {
    this.#discarded = true;
    this.#socket.off('data', this.#take);
    if (this.#decompressor !== null) {
      this.#socket.unpipe(this.#decompressor);
      this.#decompressor.destroy();
    }
    this.#socket.resume();
  }

  readonly #take = (chunk: Buffer): void => {
    if (this.#discarded || this.problem !== null) return;
    this.#splitter.add(chunk);
    this.#changed();
  };

  #judge(decompressor: Decompressor): void {
    let consumed = 0;
    let beyond = 0;
    decompressor.on('data', (chunk: Buffer) => {
      beyond = Math.max(0, beyond - (decompressor.bytesWritten - consumed) * expansionMax) + chunk.length;
      consumed = decompressor.bytesWritten;
      if (beyond > expansionBytesMax)
        this.#fail(`the compressed stream holds more than ${expansionMax} times its size`);
      else this.#take(chunk);
    });
    decompressor.on('end', () => {
      // Ended by itself, not by the connection: there is no saying what the bytes after it are.
      if (decompressor.writableEnded) decompressor.destroy();
      else this.#fail(damaged);
    });
    decompressor.on('error', (error: NodeJS.ErrnoException) =>
      this.#fail(error.code === windowTooLarge ? 'the compressed stream needs too large a window' : damaged),
    );
    decompressor.on('close', this.#changed);
  }

  #fail(problem: string): void {
    this.#problem ??= problem;
    this.#decompressor?.destroy();
    this.#changed();
  }
}

const damaged = 'the compressed stream is damaged';
const windowTooLarge = 'ZSTD_error_frameParameter_windowTooLarge';
