/**
 * What one end of a link says in pages, whatever happens: none says the same twice, as what waits is there once however often
 * it changes, and none gives a resume point before all that is held was presented.
 */
export class SaidPages {
  readonly #problem: (text: string) => void;
  #presents = false;

  constructor(problem: (text: string) => void) {
    this.#problem = problem;
  }

  /** What is written at once: the lines of a page and its end, or another message. */
  writes(lines: readonly string[]): void {
    const [verb, number, , sequence] = (lines.at(-1) ?? '').split(' ');
    if (verb === 'BURST') this.#presents = true;
    else if (verb === 'EOB') this.#presents = false;
    else if (verb === 'PAGE') {
      if (new Set(lines).size < lines.length) this.#problem(`page ${number} says a thing twice`);
      if (this.#presents && sequence !== '-')
        this.#problem(`page ${number} gives resume point ${sequence} before the end of the burst`);
    }
  }
}
