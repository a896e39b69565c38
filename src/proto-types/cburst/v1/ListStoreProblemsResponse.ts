// Original file: proto/cburst/v1/ops.proto

import type { StoreProblem as _cburst_v1_StoreProblem, StoreProblem__Output as _cburst_v1_StoreProblem__Output } from '../../cburst/v1/StoreProblem.ts';

/**
 * A page of records that did not fit.
 */
export interface ListStoreProblemsResponse {
  /**
   * In the order in which they were found.
   */
  'problems'?: (_cburst_v1_StoreProblem)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
}

/**
 * A page of records that did not fit.
 */
export interface ListStoreProblemsResponse__Output {
  /**
   * In the order in which they were found.
   */
  'problems': (_cburst_v1_StoreProblem__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
}
