/** Pairs remembered for a link, about a megabyte. What is beyond is exchanged again. */
const PAIRS_MAX = 16_384;

/**
 * The differences for which documents were exchanged: pairs of what this side and the peer had. Seen again in the next
 * round, a pair stands for a difference that exchanging does not end, because a rule of one side keeps it.
 *
 * A pair that a complete round did not come across is forgotten: should it come back, it is another difference.
 */
export class ExchangedPairs {
  #before: ReadonlySet<string> = new Set();
  #now = new Set<string>();

  /** Null: that side has no such document. */
  wereExchanged(own: number | null, peer: number | null): boolean {
    return this.#before.has(pairOf(own, peer));
  }

  note(own: number | null, peer: number | null): void {
    if (this.#now.size < PAIRS_MAX) this.#now.add(pairOf(own, peer));
  }

  /** @param complete the round came across every difference */
  endRound(complete: boolean): void {
    if (!complete) {
      for (const pair of this.#before) if (this.#now.size < PAIRS_MAX) this.#now.add(pair);
    }
    this.#before = this.#now;
    this.#now = new Set();
  }
}

function pairOf(own: number | null, peer: number | null): string {
  return `${own ?? ''}/${peer ?? ''}`;
}
