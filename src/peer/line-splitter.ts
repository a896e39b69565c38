const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts a stream of bytes into lines that end in LF or CR LF. It searches for line ends natively, keeps at most one
 * unfinished line, and copies every line out of the chunk, so a short string that somebody keeps does not keep 64 KiB.
 */
export class LineSplitter {
  readonly #lineBytesMax: number;
  #partial: Buffer = Buffer.alloc(0);
  #partialBytes = 0;

  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax;
  }

  /** True when the last bytes were not the end of a line. */
  get inLine(): boolean {
    return this.#partialBytes > 0;
  }

  /** The lines that `chunk` completes, without their endings; `overlong` when a line exceeded the bound: stop then. */
  split(chunk: Buffer): { lines: string[]; overlong: boolean } {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      const line =
        this.#partialBytes > 0 ? this.#complete(chunk.subarray(start, end)) : text(chunk, start, end);
      if (line === null || line.length > this.#lineBytesMax) return { lines, overlong: true };
      lines.push(line);
      start = end + 1;
    }
    return { lines, overlong: !this.#keep(chunk.subarray(start)) };
  }

  #complete(rest: Buffer): string | null {
    if (!this.#keep(rest)) return null;
    const line = text(this.#partial, 0, this.#partialBytes);
    this.#partialBytes = 0;
    return line;
  }

  /** Copies, because a peer that sends single bytes would otherwise keep a chunk's memory with each. */
  #keep(bytes: Buffer): boolean {
    const needed = this.#partialBytes + bytes.length;
    // One byte more than a line may have: it can still turn out to be the CR of its ending.
    if (needed > this.#lineBytesMax + 1) return false;
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
