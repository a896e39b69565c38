// Original file: proto/cburst/v1/ops.proto

/**
 * Where a drain is.
 */
export const DrainState = {
  /**
   * Not set: an error.
   */
  DRAIN_STATE_UNSPECIFIED: 'DRAIN_STATE_UNSPECIFIED',
  /**
   * Peers are told what waits for them.
   */
  DRAIN_STATE_DRAINING: 'DRAIN_STATE_DRAINING',
  /**
   * Every peer that is linked has everything, and the sidecar ends.
   */
  DRAIN_STATE_DRAINED: 'DRAIN_STATE_DRAINED',
  /**
   * The time is over, and the sidecar ends; peers get the rest when it runs again.
   */
  DRAIN_STATE_OVERDUE: 'DRAIN_STATE_OVERDUE',
} as const;

/**
 * Where a drain is.
 */
export type DrainState =
  /**
   * Not set: an error.
   */
  | 'DRAIN_STATE_UNSPECIFIED'
  | 0
  /**
   * Peers are told what waits for them.
   */
  | 'DRAIN_STATE_DRAINING'
  | 1
  /**
   * Every peer that is linked has everything, and the sidecar ends.
   */
  | 'DRAIN_STATE_DRAINED'
  | 2
  /**
   * The time is over, and the sidecar ends; peers get the rest when it runs again.
   */
  | 'DRAIN_STATE_OVERDUE'
  | 3

/**
 * Where a drain is.
 */
export type DrainState__Output = typeof DrainState[keyof typeof DrainState]
