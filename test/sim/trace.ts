/** Everything that happened in a run: a hash of all of it, which two runs of a seed share, and its text when somebody reads. */
export class Trace {
  readonly lines: string[] | null;
  #low = 0x811c9dc5;
  #high = 0x01234567;

  constructor(keep: boolean) {
    this.lines = keep ? [] : null;
  }

  get hash(): string {
    const hex = (half: number) => (half >>> 0).toString(16).padStart(8, '0');
    return hex(this.#high) + hex(this.#low);
  }

  /** `more` is for readers and no part of the hash. */
  add(nowMs: number, who: string, what: string, more: () => string = () => ''): void {
    this.#mix(who, nowMs);
    this.#mix(what, what.length);
    this.lines?.push(`${String(nowMs % 1e9).padStart(9)} ${who}: ${what} ${more()}`.trimEnd());
  }

  #mix(text: string, number: number): void {
    let low = Math.imul(this.#low ^ number, 0x01000193);
    let high = this.#high ^ number;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      low = Math.imul(low ^ code, 0x01000193);
      high = (Math.imul(high, 31) + code) | 0;
    }
    this.#low = low;
    this.#high = high;
  }
}
