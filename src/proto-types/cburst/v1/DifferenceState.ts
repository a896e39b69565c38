// Original file: proto/cburst/v1/ops.proto

/**
 * What became of a difference.
 */
export const DifferenceState = {
  /**
   * Not set: an error.
   */
  DIFFERENCE_STATE_UNSPECIFIED: 'DIFFERENCE_STATE_UNSPECIFIED',
  /**
   * It is no more: both sides sent what they had.
   */
  DIFFERENCE_STATE_HEALED: 'DIFFERENCE_STATE_HEALED',
  /**
   * A rule of one of the two keeps it.
   */
  DIFFERENCE_STATE_BY_RULE: 'DIFFERENCE_STATE_BY_RULE',
  /**
   * Both sides send what they have; that it is no more was not proved in time.
   */
  DIFFERENCE_STATE_OPEN: 'DIFFERENCE_STATE_OPEN',
} as const;

/**
 * What became of a difference.
 */
export type DifferenceState =
  /**
   * Not set: an error.
   */
  | 'DIFFERENCE_STATE_UNSPECIFIED'
  | 0
  /**
   * It is no more: both sides sent what they had.
   */
  | 'DIFFERENCE_STATE_HEALED'
  | 1
  /**
   * A rule of one of the two keeps it.
   */
  | 'DIFFERENCE_STATE_BY_RULE'
  | 2
  /**
   * Both sides send what they have; that it is no more was not proved in time.
   */
  | 'DIFFERENCE_STATE_OPEN'
  | 3

/**
 * What became of a difference.
 */
export type DifferenceState__Output = typeof DifferenceState[keyof typeof DifferenceState]
