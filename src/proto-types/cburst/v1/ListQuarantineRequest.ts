// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for messages that wait for an operator.
 */
export interface ListQuarantineRequest {
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
 * Asks for messages that wait for an operator.
 */
export interface ListQuarantineRequest__Output {
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size': (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token': (string);
}
