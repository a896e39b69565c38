import type { BranchCounters } from './branch-counters.ts';

/** How often a branch was taken counts in steps: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, 128 and more. */
const steps = Uint8Array.from({ length: 129 }, (_, hits) => {
  if (hits < 4) return hits === 0 ? 0 : 1 << (hits - 1);
  if (hits < 8) return 8;
  if (hits < 16) return 16;
  if (hits < 32) return 32;
  return hits < 128 ? 64 : 128;
});

/** Which branches the inputs so far have taken, and how often at a time. */
export class SeenBranches {
  readonly #counters: BranchCounters;
  readonly #seen = new Uint8Array(32_768);
  /** Branches taken at all. */
  branches = 0;

  constructor(counters: BranchCounters) {
    this.#counters = counters;
  }

  /** Takes in and clears the counters of one input. `isNew`: it did what none before it did. */
  take(): { readonly isNew: boolean; readonly operations: number } {
    const { hits, used } = this.#counters;
    let isNew = false;
    let operations = 0;
    for (let counter = 0; counter < used; counter++) {
      const count = hits[counter]!;
      if (count === 0) continue;
      hits[counter] = 0;
      operations += count;
      const step = steps[count < 128 ? count : 128]!;
      const seen = this.#seen[counter]!;
      if ((seen & step) !== 0) continue;
      if (seen === 0) this.branches++;
      this.#seen[counter] = seen | step;
      isNew = true;
    }
    return { isNew, operations };
  }
}
