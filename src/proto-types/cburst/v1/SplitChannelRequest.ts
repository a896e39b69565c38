// Original file: proto/cburst/v1/ops.proto


/**
 * Splits a channel.
 */
export interface SplitChannelRequest {
  /**
   * The name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * Servers that get the new id; at least one.
   */
  'servers'?: (string)[];
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
 * Splits a channel.
 */
export interface SplitChannelRequest__Output {
  /**
   * The name.
   */
  'channel': (Buffer);
  /**
   * Servers that get the new id; at least one.
   */
  'servers': (string)[];
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
