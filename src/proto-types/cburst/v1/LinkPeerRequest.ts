// Original file: proto/cburst/v1/ops.proto


/**
 * Lets a peer link again, and dials it.
 */
export interface LinkPeerRequest {
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
 * Lets a peer link again, and dials it.
 */
export interface LinkPeerRequest__Output {
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
