// Original file: proto/cburst/v1/ops.proto


/**
 * Takes back a decision about who has an id.
 */
export interface UnpinChannelRequest {
  /**
   * The id.
   */
  'channel_id'?: (string);
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
 * Takes back a decision about who has an id.
 */
export interface UnpinChannelRequest__Output {
  /**
   * The id.
   */
  'channel_id': (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
