// Original file: proto/cburst/v1/ops.proto

/**
 * What became of a record that did not fit.
 */
export const StoreProblemOutcome = {
  /**
   * Not set: an error.
   */
  STORE_PROBLEM_OUTCOME_UNSPECIFIED: 'STORE_PROBLEM_OUTCOME_UNSPECIFIED',
  /**
   * It counts no more, and is kept for review.
   */
  STORE_PROBLEM_OUTCOME_SET_ASIDE: 'STORE_PROBLEM_OUTCOME_SET_ASIDE',
  /**
   * It counts, in the way that the reason says.
   */
  STORE_PROBLEM_OUTCOME_REPAIRED: 'STORE_PROBLEM_OUTCOME_REPAIRED',
} as const;

/**
 * What became of a record that did not fit.
 */
export type StoreProblemOutcome =
  /**
   * Not set: an error.
   */
  | 'STORE_PROBLEM_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * It counts no more, and is kept for review.
   */
  | 'STORE_PROBLEM_OUTCOME_SET_ASIDE'
  | 1
  /**
   * It counts, in the way that the reason says.
   */
  | 'STORE_PROBLEM_OUTCOME_REPAIRED'
  | 2

/**
 * What became of a record that did not fit.
 */
export type StoreProblemOutcome__Output = typeof StoreProblemOutcome[keyof typeof StoreProblemOutcome]
