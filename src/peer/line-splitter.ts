const LF = 0x0a;
const CR = 0x0d;

const nothing = Buffer.alloc(0);

/**
 * Cuts a stream of bytes into lines that end in LF or CR LF. It searches for line ends natively, keeps at most one chunk
 * and one unfinished line, and copies every line out of the chunk, so a short string that somebody keeps does not keep
 * 64 KiB. Nothing is cut before it is asked for: what follows a line can be taken back as bytes.
 */
export class LineSplitter {
  readonly #lineBytesMax: number;
  #chunk: Buffer = nothing;
  #start = 0;
  #partial: Buffer = nothing;
  #partialBytes = 0;
  #overlong = false;

  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax;
  }

  /** A line exceeded the bound: nothing more comes out. */
  get overlong(): boolean {
    return this.#overlong;
  }

  /** True when the last bytes were not the end of a line. */
  get inLine(): boolean {
    return this.#partialBytes > 0 || this.#start < this.#chunk.length;
  }

  /** True when `next` has an answer. */
  get holdsLine(): boolean {
    return !this.#overlong && this.#chunk.includes(LF, this.#start);
  }

  add(chunk: Buffer): void {
    const left = this.#chunk.subarray(this.#start);
    this.#chunk = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    this.#start = 0;
  }

  /** The next line, without its ending; null when there is none yet, or `overlong`. */
  next(): string | null {
    if (this.#overlong) return null;
    const start = this.#start;
    const end = this.#chunk.indexOf(LF, start);
    if (end < 0) {
      this.#keep(this.#chunk.subarray(start));
      this.#chunk = nothing;
      this.#start = 0;
      return null;
    }
    this.#start = end + 1;
    return this.#partialBytes > 0
      ? this.#complete(this.#chunk.subarray(start, end))
      : this.#bounded(text(this.#chunk, start, end));
  }

  /** Takes back what was added and did not come out as a line. */
  takeRest(): Buffer {
    const rest = Buffer.concat([
      this.#partial.subarray(0, this.#partialBytes),
      this.#chunk.subarray(this.#start),
    ]);
    this.#chunk = nothing;
    this.#start = 0;
    this.#partialBytes = 0;
    return rest;
  }

  #complete(rest: Buffer): string | null {
    if (!this.#keep(rest)) return null;
    const line = text(this.#partial, 0, this.#partialBytes);
    this.#partialBytes = 0;
    return this.#bounded(line);
  }

  #bounded(line: string): string | null {
    if (line.length <= this.#lineBytesMax) return line;
    this.#overlong = true;
    return null;
  }

  /** Copies, because a peer that sends single bytes would otherwise keep a chunk's memory with each. */
  #keep(bytes: Buffer): boolean {
    const needed = this.#partialBytes + bytes.length;
    // One byte more than a line may have: it can still turn out to be the CR of its ending.
    if (needed > this.#lineBytesMax + 1) {
      this.#overlong = true;
      return false;
    }
    if (needed > this.#partial.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(this.#lineBytesMax + 1, Math.max(needed * 2, 256)));
      this.#partial.copy(grown, 0, 0, this.#partialBytes);
      this.#partial = grown;
    }
    bytes.copy(this.#partial, this.#partialBytes);
    this.#partialBytes = needed;
    return true;
  }
}

function text(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start, end > start && bytes[end - 1] === CR ? end - 1 : end);
}
