// Original file: proto/cburst/v1/ops.proto


/**
 * Compares with a peer.
 */
export interface ComparePeerRequest {
  /**
   * Its server name.
   */
  'peer'?: (string);
  /**
   * Who asks, for the event: as in ApproveQuarantinedRequest.
   */
  'by'?: (string);
}

/**
 * Compares with a peer.
 */
export interface ComparePeerRequest__Output {
  /**
   * Its server name.
   */
  'peer': (string);
  /**
   * Who asks, for the event: as in ApproveQuarantinedRequest.
   */
  'by': (string);
}
