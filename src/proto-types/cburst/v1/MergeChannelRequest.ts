// Original file: proto/cburst/v1/ops.proto


/**
 * Merges the ids of a name.
 */
export interface MergeChannelRequest {
  /**
   * The name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The id to which all move; empty: the one with the best claim.
   */
  'winner_id'?: (string);
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
 * Merges the ids of a name.
 */
export interface MergeChannelRequest__Output {
  /**
   * The name.
   */
  'channel': (Buffer);
  /**
   * The id to which all move; empty: the one with the best claim.
   */
  'winner_id': (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
