import { expect, test } from 'vitest';
import { ALL_FAULTS } from './faults.ts';
import { addOutcome, describeFailure, newSummary, unreached } from './report.ts';
import { runSeed } from './run-seed.ts';

/** Every `step`-th seed from `from` to `to` ends with everybody equal, nothing lost and nothing resurrected. */
export function seedsSuite(from: number, to: number, step: number): void {
  test(`seeds ${from} to ${to} by ${step}`, { timeout: 600_000 }, () => {
    const summary = newSummary();
    for (let seed = from; seed <= to; seed += step) {
      const outcome = runSeed(seed, ALL_FAULTS);
      if (outcome.problems.length > 0) expect.fail(describeFailure(seed, ALL_FAULTS));
      addOutcome(summary, outcome);
    }
    expect(unreached(summary)).toEqual([]);
  });
}
