// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for one entry.
 */
export interface GetChannelMetadataRequest {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The entry's name.
   */
  'name'?: (string);
}

/**
 * Asks for one entry.
 */
export interface GetChannelMetadataRequest__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * The entry's name.
   */
  'name': (string);
}
