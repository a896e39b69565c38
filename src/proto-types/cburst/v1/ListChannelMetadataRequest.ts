// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for the metadata of a channel.
 */
export interface ListChannelMetadataRequest {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
}

/**
 * Asks for the metadata of a channel.
 */
export interface ListChannelMetadataRequest__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
}
