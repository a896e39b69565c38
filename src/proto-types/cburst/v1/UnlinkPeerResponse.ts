// Original file: proto/cburst/v1/ops.proto


/**
 * The peer is barred, which is on disk, and its link is about to end; or it could be barred.
 */
export interface UnlinkPeerResponse {
  /**
   * True when it was linked.
   */
  'was_linked'?: (boolean);
}

/**
 * The peer is barred, which is on disk, and its link is about to end; or it could be barred.
 */
export interface UnlinkPeerResponse__Output {
  /**
   * True when it was linked.
   */
  'was_linked': (boolean);
}
