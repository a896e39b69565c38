// Original file: proto/cburst/v1/ops.proto


/**
 * Ends the link to a peer.
 */
export interface UnlinkPeerRequest {
  /**
   * Its server name.
   */
  'peer'?: (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by'?: (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only'?: (boolean);
}

/**
 * Ends the link to a peer.
 */
export interface UnlinkPeerRequest__Output {
  /**
   * Its server name.
   */
  'peer': (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
