import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan' | 'yellow';

/** What was checked, and how long it took to become true. */
export interface Check {
  readonly what: string;
  readonly tookMs: number | null;
}

/** Writes what happens as it happens. Colours only on a terminal, and not where NO_COLOR is set. */
export class Transcript {
  readonly checks: Check[] = [];
  readonly #startedAt = performance.now();
  #scenes = 0;

  scene(title: string): void {
    this.#write(`\n${paint('bold', `${++this.#scenes}. ${title}`)}`);
  }

  /** What somebody does. */
  act(who: string, what: string): void {
    this.#write(`${this.#clock()} ${paint('cyan', who.padEnd(8))} ${what}`);
  }

  /** What came back. */
  answer(who: string, line: string): void {
    this.#write(`${this.#clock()} ${paint('cyan', who.padEnd(8))} ${paint('dim', `<- ${line}`)}`);
  }

  note(text: string): void {
    this.#write(`${this.#clock()} ${text}`);
  }

  /** Text of several lines, set off. */
  block(text: string): void {
    this.#write(text.trimEnd().replace(/^/gm, '    '));
  }

  /** Something that was checked and held. */
  held(what: string, tookMs: number | null): void {
    this.checks.push({ what, tookMs });
    this.#write(`${this.#clock()} ${paint('green', 'ok')}  ${what}${took(tookMs)}`);
  }

  failed(what: string): void {
    this.#write(`${this.#clock()} ${paint('red', 'FAILED')}  ${what}`);
  }

  /** All that held. */
  summary(): void {
    this.#write(`\n${paint('bold', 'What was checked')}`);
    for (const { what, tookMs } of this.checks)
      this.#write(`  ${paint('green', 'ok')}  ${what}${took(tookMs)}`);
  }

  #clock(): string {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return paint('dim', `${seconds.toFixed(3).padStart(8)}s`);
  }

  #write(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}

/** `text` in a style, or as it is where the output is no terminal. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

function took(ms: number | null): string {
  return ms === null
    ? ''
    : paint('dim', ` (after ${ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`})`);
}
