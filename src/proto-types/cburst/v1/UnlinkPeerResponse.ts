// Original file: proto/cburst/v1/ops.proto


/**
 * The peer is barred, which is on disk; its link is about to end.
 */
export interface UnlinkPeerResponse {
  /**
   * True when it was linked.
   */
  'was_linked'?: (boolean);
}

/**
 * The peer is barred, which is on disk; its link is about to end.
 */
export interface UnlinkPeerResponse__Output {
  /**
   * True when it was linked.
   */
  'was_linked': (boolean);
}
