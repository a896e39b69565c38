import type { ReadStream, WriteStream } from 'node:tty';

const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const CLEAR_TO_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
/** Of terminals that do not tell: what a VT100 has. */
const SIZE_DEFAULT = { columns: 80, rows: 24 };

export interface TopScreenListener {
  /** A key, or the bytes of one that has no character. */
  key(key: string): void;
  resized(): void;
  /** A signal asks to end. */
  ended(): void;
}

/**
 * The second page of a terminal, without a cursor, whose keys come one by one. Whatever ends the process, the first page is back
 * as it was: by `close`, and at the latest as the process ends.
 */
export class TopScreen {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #listener: TopScreenListener;
  readonly #onKeys = (bytes: Buffer): void => {
    // Of a key with an escape sequence nothing is to be taken for a letter.
    const text = bytes.toString('latin1');
    if (text.startsWith('\x1b')) this.#listener.key(text);
    else for (const key of text) this.#listener.key(key);
  };
  readonly #onResize = (): void => this.#listener.resized();
  readonly #onSignal = (): void => this.#listener.ended();
  readonly #restore = (): void => {
    this.#output.write(LEAVE);
    if (this.#input.isTTY) this.#input.setRawMode(false);
  };

  constructor(input: ReadStream, output: WriteStream, listener: TopScreenListener) {
    this.#input = input;
    this.#output = output;
    this.#listener = listener;
  }

  open(): void {
    process.once('exit', this.#restore);
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
    this.#output.on('resize', this.#onResize);
    // Standard input may be something else: then there are no keys, and Ctrl-C still ends.
    if (this.#input.isTTY) {
      this.#input.setRawMode(true);
      this.#input.on('data', this.#onKeys).resume();
    }
    this.#output.write(ENTER);
  }

  size(): { columns: number; rows: number } {
    const { columns, rows } = this.#output;
    return { columns: columns || SIZE_DEFAULT.columns, rows: rows || SIZE_DEFAULT.rows };
  }

  /** Over the frame before: nothing is cleared first, so nothing flickers. */
  draw(lines: readonly string[]): void {
    const text = lines.map((line) => line + CLEAR_TO_LINE_END).join('\r\n');
    this.#output.write(HOME + text + CLEAR_BELOW);
  }

  close(): void {
    this.#input.off('data', this.#onKeys).pause();
    this.#output.off('resize', this.#onResize);
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    process.off('exit', this.#restore);
    this.#restore();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
