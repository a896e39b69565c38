// Original file: proto/cburst/v1/ops.proto

import type { Decision as _cburst_v1_Decision, Decision__Output as _cburst_v1_Decision__Output } from '../../cburst/v1/Decision.ts';

/**
 * A page of the journal.
 */
export interface ListDecisionsResponse {
  /**
   * The latest first.
   */
  'decisions'?: (_cburst_v1_Decision)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
}

/**
 * A page of the journal.
 */
export interface ListDecisionsResponse__Output {
  /**
   * The latest first.
   */
  'decisions': (_cburst_v1_Decision__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
}
