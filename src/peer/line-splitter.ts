const LF = 0x0a;
const CR = 0x0d;

const nothing = Buffer.alloc(0);

/** Of one line: more than this that is not kept is no line but a flood. */
export const skippedBytesMax = 1 << 26;

/**
 * Cuts a stream of bytes into lines that end in LF or CR LF. Of a line that is too long it gives the first
 * `lineBytesMax + 1` bytes, which shows that it is, and skips the rest, up to a bound.
 *
 * It searches for line ends natively, keeps at most one chunk and one unfinished line, and copies every line out of the
 * chunk, so a short string that somebody keeps does not keep 64 KiB. Nothing is cut before it is asked for: what follows a
 * line can be taken back as bytes.
 */
export class LineSplitter {
  readonly #lineBytesMax: number;
  readonly #skippedBytesMax: number;
  #chunk: Buffer = nothing;
  #start = 0;
  #partial: Buffer = nothing;
  #partialBytes = 0;
  /** Bytes of the unfinished line that were not kept. */
  #skippedBytes = 0;
  #overlong = false;

  constructor(lineBytesMax: number, skippedMax = skippedBytesMax) {
    this.#lineBytesMax = lineBytesMax;
    this.#skippedBytesMax = skippedMax;
  }

  /** So much of a line was skipped that its end is not waited for: nothing more comes out. */
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

  /** What comes once `overlong` holds is dropped. */
  add(chunk: Buffer): void {
    if (this.#overlong) return;
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
      : this.#text(this.#chunk, start, end);
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
    this.#keep(rest);
    if (this.#overlong) return null;
    const line = this.#text(this.#partial, 0, this.#partialBytes, this.#skippedBytes > 0);
    this.#partialBytes = 0;
    this.#skippedBytes = 0;
    return line;
  }

  /** `cut`: the line went on after these bytes. */
  #text(bytes: Buffer, start: number, end: number, cut = false): string {
    const longest = start + this.#lineBytesMax + 1;
    const endsInCr = !cut && end > start && end <= longest && bytes[end - 1] === CR;
    return bytes.toString('latin1', start, endsInCr ? end - 1 : Math.min(end, longest));
  }

  /** Copies, because a peer that sends single bytes would otherwise keep a chunk's memory with each. */
  #keep(bytes: Buffer): void {
    // One byte more than a line may have: it can still turn out to be the CR of its ending.
    const kept = Math.min(bytes.length, this.#lineBytesMax + 1 - this.#partialBytes);
    this.#skippedBytes += bytes.length - kept;
    this.#overlong = this.#skippedBytes > this.#skippedBytesMax;
    const needed = this.#partialBytes + kept;
    if (needed > this.#partial.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(this.#lineBytesMax + 1, Math.max(needed * 2, 256)));
      this.#partial.copy(grown, 0, 0, this.#partialBytes);
      this.#partial = grown;
    }
    bytes.copy(this.#partial, this.#partialBytes, 0, kept);
    this.#partialBytes = needed;
  }
}
