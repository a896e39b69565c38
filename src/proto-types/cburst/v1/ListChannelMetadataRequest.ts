// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for the metadata of a channel.
 */
export interface ListChannelMetadataRequest {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size'?: (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token'?: (string);
}

/**
 * Asks for the metadata of a channel.
 */
export interface ListChannelMetadataRequest__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size': (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token': (string);
}
