const CLEAR_LINE = '\r\x1b[K';

/** Tells people how far something long is: a line of standard error, drawn anew. Programs and files get nothing. */
export class Progress {
  readonly #stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  readonly #isShown: boolean;
  #isDrawn = false;

  constructor(options: { readonly json?: true; readonly plain?: true }, stream = process.stderr) {
    this.#stream = stream;
    this.#isShown = stream.isTTY === true && !options.json && !options.plain;
  }

  tell(text: string): void {
    if (!this.#isShown) return;
    this.#stream.write(`${CLEAR_LINE}${text}`);
    this.#isDrawn = true;
  }

  /** Takes the line away: what comes next stands in its place. */
  clear(): void {
    if (this.#isDrawn) this.#stream.write(CLEAR_LINE);
    this.#isDrawn = false;
  }

  /** Tells it until `work` has ended, however it does. */
  async during<T>(text: string, work: () => Promise<T>): Promise<T> {
    this.tell(text);
    try {
      return await work();
    } finally {
      this.clear();
    }
  }
}
