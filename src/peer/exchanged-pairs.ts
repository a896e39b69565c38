/** Pairs remembered for a link, about a megabyte. What is beyond is exchanged again. */
const PAIRS_MAX = 16_384;

/**
 * The differences for which documents were exchanged: pairs of what this side and the peer had. Seen again in the next
 * round, a pair stands for a difference that exchanging does not end, because a rule of one side keeps it; but not when the
 * document of this side, by its revision, is another one: what it removed since may end the difference.
 *
 * A pair that a complete round did not come across is forgotten: should it come back, it is another difference.
 */
export class ExchangedPairs {
  #before: ReadonlyMap<string, number> = new Map();
  #now = new Map<string, number>();

  /** Null: that side has no such document. */
  wereExchanged(own: number | null, peer: number | null, revision = 0): boolean {
    return this.#before.get(pairOf(own, peer)) === revision;
  }

  /** It was exchanged with another revision of this side's document. */
  isOutdated(own: number | null, peer: number | null, revision: number): boolean {
    return (this.#before.get(pairOf(own, peer)) ?? revision) !== revision;
  }

  note(own: number | null, peer: number | null, revision = 0): void {
    if (this.#now.size < PAIRS_MAX) this.#now.set(pairOf(own, peer), revision);
  }

  /** @param complete the round came across every difference */
  endRound(complete: boolean): void {
    if (!complete) {
      for (const [pair, revision] of this.#before)
        if (this.#now.size < PAIRS_MAX && !this.#now.has(pair)) this.#now.set(pair, revision);
    }
    this.#before = this.#now;
    this.#now = new Map();
  }
}

function pairOf(own: number | null, peer: number | null): string {
  return `${own ?? ''}/${peer ?? ''}`;
}
