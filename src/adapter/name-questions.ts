import type { ChannelWriter } from './dialect.ts';
import type { LineWriter } from './update-applier.ts';

/** Oftener than this, operators who watch for it should not see the question; every channel that waits is made up to this later. */
const PAUSE_MS_MIN = 1000;

/** Which wish for a channel is meant: those that came between two questions have the same. */
export type WishMark = number;

/**
 * Asks the ircd which names it forbids. What it forbade before a channel was wished for is known before that channel is made: by the answer to
 * a question that was asked later than the wish. One question does for all who wait, and the next one comes only after its answer.
 */
export class NameQuestions {
  readonly #ircd: Pick<ChannelWriter, 'askNames'>;
  readonly #writer: LineWriter;
  #asked = 0;
  #answered = 0;
  /** Milliseconds, as `now` of `ask`. */
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(ircd: Pick<ChannelWriter, 'askNames'>, writer: LineWriter) {
    this.#ircd = ircd;
    this.#writer = writer;
  }

  /** A wish that comes now. */
  get mark(): WishMark {
    return this.#asked;
  }

  /** The number of the last question that was answered; 0: none was. */
  get answered(): number {
    return this.#answered;
  }

  /** Whether all is known that was forbidden before this wish. */
  isKnown(wish: WishMark): boolean {
    return this.#ircd.askNames === undefined || this.#answered > wish;
  }

  /** How long no question may be asked, milliseconds; infinite while one has no answer. */
  waitMs(now: number): number {
    if (this.#answered < this.#asked) return Number.POSITIVE_INFINITY;
    return Math.max(0, this.#askedAt + PAUSE_MS_MIN - now);
  }

  /** Asks; `answered` is called when the answer is known. */
  ask(now: number, answered: () => void): void {
    const question = ++this.#asked;
    const lines = this.#ircd.askNames?.(this.#writer.now) ?? [];
    // What the ircd tells by itself is read with the barrier, which nobody sees.
    if (lines.length > 0) this.#askedAt = now;
    this.#writer.write(lines);
    this.#writer.barrier(() => {
      this.#answered = question;
      answered();
    });
  }
}
