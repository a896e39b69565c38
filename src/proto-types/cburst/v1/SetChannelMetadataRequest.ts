// Original file: proto/cburst/v1/ops.proto


/**
 * Writes an entry.
 */
export interface SetChannelMetadataRequest {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The entry's name: letters, digits, `.`, `_` and `-`, at most 64 bytes. `parent` names the channel that this one belongs to,
   * `inherit` says what of that shows through (`bans`); `pin` cannot be written so.
   */
  'name'?: (string);
  /**
   * Its value, at most 1024 bytes without NUL, CR and LF; may be empty.
   */
  'value'?: (Buffer | Uint8Array | string);
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
 * Writes an entry.
 */
export interface SetChannelMetadataRequest__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * The entry's name: letters, digits, `.`, `_` and `-`, at most 64 bytes. `parent` names the channel that this one belongs to,
   * `inherit` says what of that shows through (`bans`); `pin` cannot be written so.
   */
  'name': (string);
  /**
   * Its value, at most 1024 bytes without NUL, CR and LF; may be empty.
   */
  'value': (Buffer);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
