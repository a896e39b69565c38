// Original file: proto/cburst/v1/ops.proto


/**
 * Asks what another policy would change.
 */
export interface PlanPolicyRequest {
  /**
   * The policy: `local`, `oldest` or `merge`. Empty: those that are in force, and what is yet to be written to the host.
   */
  'policy'?: (string);
  /**
   * Only names that match this glob (`*` and `?`), folded. Empty: all.
   */
  'name_glob'?: (Buffer | Uint8Array | string);
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
 * Asks what another policy would change.
 */
export interface PlanPolicyRequest__Output {
  /**
   * The policy: `local`, `oldest` or `merge`. Empty: those that are in force, and what is yet to be written to the host.
   */
  'policy': (string);
  /**
   * Only names that match this glob (`*` and `?`), folded. Empty: all.
   */
  'name_glob': (Buffer);
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size': (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token': (string);
}
