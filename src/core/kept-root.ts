import type { ChannelEntry } from './channel-table.ts';
import { addTerms, type DigestRoot } from './digest-tree.ts';
import type { EntryGroups } from './entry-groups.ts';

/**
 * The sum of what entries come to in comparisons with one peer, of which the next one costs what changed since: it keeps the
 * sums of groups of entries. 1.1 to 2.3 bytes for each entry, whether it is compared or not.
 *
 * An entry's term may depend on nothing but itself, the salt and the basis. What depends on other entries is the caller's to add.
 */
export class KeptRoot {
  /** Null: nothing is kept. */
  #basis: string | null = null;
  #salt = 0;
  #revision = 0;
  #sum = 0;
  #documents = 0;
  #sums = new Float64Array();
  #counts = new Uint8Array();

  /** Another salt is to be used for the next sum. */
  drop(): void {
    this.#basis = null;
  }

  /** The salt of the last sum; null: there was none, or it was dropped. */
  get salt(): number | null {
    return this.#basis === null ? null : this.#salt;
  }

  /**
   * @param basis what else terms depend on: another one, or another salt, makes everything be looked at
   * @param termOf the term of an entry, 48 bits; null: it is not compared
   */
  sum(
    groups: EntryGroups,
    basis: string,
    salt: number,
    termOf: (entry: ChannelEntry) => number | null,
  ): DigestRoot {
    if (basis !== this.#basis || salt !== this.#salt) this.#forget();
    this.#basis = basis;
    this.#salt = salt;
    this.#makeRoom(groups.size);
    for (const group of groups.changedAfter(this.#revision)) this.#lookAt(group, groups, termOf);
    this.#revision = groups.revision;
    return { sum: this.#sum, documents: this.#documents };
  }

  #lookAt(group: number, groups: EntryGroups, termOf: (entry: ChannelEntry) => number | null): void {
    let sum = 0;
    let documents = 0;
    for (const entry of groups.of(group)) {
      const term = termOf(entry);
      if (term === null) continue;
      sum = addTerms(sum, term);
      documents++;
    }
    this.#sum = addTerms(this.#sum, sum, this.#sums[group]!);
    this.#documents += documents - this.#counts[group]!;
    this.#sums[group] = sum;
    this.#counts[group] = documents;
  }

  #forget(): void {
    this.#revision = 0;
    this.#sum = 0;
    this.#documents = 0;
    this.#sums.fill(0);
    this.#counts.fill(0);
  }

  #makeRoom(groups: number): void {
    if (groups <= this.#sums.length) return;
    const sums = new Float64Array(2 * groups);
    const counts = new Uint8Array(2 * groups);
    sums.set(this.#sums);
    counts.set(this.#counts);
    this.#sums = sums;
    this.#counts = counts;
  }
}
