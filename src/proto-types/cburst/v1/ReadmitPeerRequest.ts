// Original file: proto/cburst/v1/ops.proto


/**
 * Lets an expelled peer link again.
 */
export interface ReadmitPeerRequest {
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
 * Lets an expelled peer link again.
 */
export interface ReadmitPeerRequest__Output {
  /**
   * Its server name.
   */
  'peer': (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
}
