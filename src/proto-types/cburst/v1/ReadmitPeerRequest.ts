// Original file: proto/cburst/v1/ops.proto


/**
 * Lets an expelled peer link again, or ends its review.
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
  /**
   * True: what it would change here waits in quarantine until it is readmitted without this.
   */
  'review'?: (boolean);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only'?: (boolean);
}

/**
 * Lets an expelled peer link again, or ends its review.
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
  /**
   * True: what it would change here waits in quarantine until it is readmitted without this.
   */
  'review': (boolean);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
