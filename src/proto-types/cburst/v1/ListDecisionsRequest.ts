// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for the journal.
 */
export interface ListDecisionsRequest {
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size'?: (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token'?: (string);
  /**
   * Only of channels that match this glob, folded. Empty: all.
   */
  'name_glob'?: (Buffer | Uint8Array | string);
}

/**
 * Asks for the journal.
 */
export interface ListDecisionsRequest__Output {
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size': (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token': (string);
  /**
   * Only of channels that match this glob, folded. Empty: all.
   */
  'name_glob': (Buffer);
}
