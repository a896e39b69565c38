// Original file: proto/cburst/v1/ops.proto


/**
 * Takes an entry away.
 */
export interface DeleteChannelMetadataRequest {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The entry's name.
   */
  'name'?: (string);
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
 * Takes an entry away.
 */
export interface DeleteChannelMetadataRequest__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * The entry's name.
   */
  'name': (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
