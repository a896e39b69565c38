// Original file: proto/cburst/v1/ops.proto

/**
 * What came out of a comparison.
 */
export const ComparisonOutcome = {
  /**
   * Not set: an error.
   */
  COMPARISON_OUTCOME_UNSPECIFIED: 'COMPARISON_OUTCOME_UNSPECIFIED',
  /**
   * Both sides have the same.
   */
  COMPARISON_OUTCOME_EQUAL: 'COMPARISON_OUTCOME_EQUAL',
  /**
   * Something differed.
   */
  COMPARISON_OUTCOME_DIFFERENT: 'COMPARISON_OUTCOME_DIFFERENT',
  /**
   * It came to no end; the next one follows soon.
   */
  COMPARISON_OUTCOME_FAILED: 'COMPARISON_OUTCOME_FAILED',
} as const;

/**
 * What came out of a comparison.
 */
export type ComparisonOutcome =
  /**
   * Not set: an error.
   */
  | 'COMPARISON_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * Both sides have the same.
   */
  | 'COMPARISON_OUTCOME_EQUAL'
  | 1
  /**
   * Something differed.
   */
  | 'COMPARISON_OUTCOME_DIFFERENT'
  | 2
  /**
   * It came to no end; the next one follows soon.
   */
  | 'COMPARISON_OUTCOME_FAILED'
  | 3

/**
 * What came out of a comparison.
 */
export type ComparisonOutcome__Output = typeof ComparisonOutcome[keyof typeof ComparisonOutcome]
