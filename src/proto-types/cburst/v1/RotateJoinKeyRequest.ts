// Original file: proto/cburst/v1/ops.proto


/**
 * Gives a channel another join key.
 */
export interface RotateJoinKeyRequest {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The key, 1 to 23 bytes that every ircd takes: letters, digits and ASCII signs other than comma, colon and space. Empty: the sidecar
   * makes one.
   */
  'join_key'?: (Buffer | Uint8Array | string);
  /**
   * True: the answer holds the key.
   */
  'show_join_key'?: (boolean);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by'?: (string);
  /**
   * True: nothing is changed; the answer says who holds the channel.
   */
  'validate_only'?: (boolean);
}

/**
 * Gives a channel another join key.
 */
export interface RotateJoinKeyRequest__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * The key, 1 to 23 bytes that every ircd takes: letters, digits and ASCII signs other than comma, colon and space. Empty: the sidecar
   * makes one.
   */
  'join_key': (Buffer);
  /**
   * True: the answer holds the key.
   */
  'show_join_key': (boolean);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed; the answer says who holds the channel.
   */
  'validate_only': (boolean);
}
