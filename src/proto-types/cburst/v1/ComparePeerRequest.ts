// Original file: proto/cburst/v1/ops.proto


/**
 * Compares with a peer.
 */
export interface ComparePeerRequest {
  /**
   * Its server name.
   */
  'peer'?: (string);
}

/**
 * Compares with a peer.
 */
export interface ComparePeerRequest__Output {
  /**
   * Its server name.
   */
  'peer': (string);
}
