// Original file: proto/cburst/v1/host.proto

/**
 * What became of an update.
 */
export const ResultStatus = {
  /**
   * Not set: an error.
   */
  RESULT_STATUS_UNSPECIFIED: 'RESULT_STATUS_UNSPECIFIED',
  /**
   * The host shows what the update said.
   */
  RESULT_STATUS_APPLIED: 'RESULT_STATUS_APPLIED',
  /**
   * Something was cut, completed or altered to fit the host.
   */
  RESULT_STATUS_TRUNCATED: 'RESULT_STATUS_TRUNCATED',
  /**
   * Something could not be applied.
   */
  RESULT_STATUS_REFUSED: 'RESULT_STATUS_REFUSED',
  /**
   * The host only observes, or its writes are held: nothing was applied, or no more than the result shows.
   */
  RESULT_STATUS_OBSERVED: 'RESULT_STATUS_OBSERVED',
} as const;

/**
 * What became of an update.
 */
export type ResultStatus =
  /**
   * Not set: an error.
   */
  | 'RESULT_STATUS_UNSPECIFIED'
  | 0
  /**
   * The host shows what the update said.
   */
  | 'RESULT_STATUS_APPLIED'
  | 1
  /**
   * Something was cut, completed or altered to fit the host.
   */
  | 'RESULT_STATUS_TRUNCATED'
  | 2
  /**
   * Something could not be applied.
   */
  | 'RESULT_STATUS_REFUSED'
  | 3
  /**
   * The host only observes, or its writes are held: nothing was applied, or no more than the result shows.
   */
  | 'RESULT_STATUS_OBSERVED'
  | 4

/**
 * What became of an update.
 */
export type ResultStatus__Output = typeof ResultStatus[keyof typeof ResultStatus]
