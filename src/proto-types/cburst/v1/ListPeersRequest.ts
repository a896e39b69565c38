// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for the peers.
 */
export interface ListPeersRequest {
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
 * Asks for the peers.
 */
export interface ListPeersRequest__Output {
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size': (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token': (string);
}
