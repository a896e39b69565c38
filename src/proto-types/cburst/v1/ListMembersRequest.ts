// Original file: proto/cburst/v1/ops.proto


/**
 * Asks who is in a channel.
 */
export interface ListMembersRequest {
  /**
   * The channel's name.
   */
  'name'?: (Buffer | Uint8Array | string);
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
 * Asks who is in a channel.
 */
export interface ListMembersRequest__Output {
  /**
   * The channel's name.
   */
  'name': (Buffer);
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size': (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token': (string);
}
