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
}
