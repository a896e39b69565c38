// Original file: proto/cburst/v1/ops.proto

import type { Conflict as _cburst_v1_Conflict, Conflict__Output as _cburst_v1_Conflict__Output } from '../../cburst/v1/Conflict.ts';

/**
 * A page of conflicts.
 */
export interface ListConflictsResponse {
  /**
   * By folded name.
   */
  'conflicts'?: (_cburst_v1_Conflict)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
}

/**
 * A page of conflicts.
 */
export interface ListConflictsResponse__Output {
  /**
   * By folded name.
   */
  'conflicts': (_cburst_v1_Conflict__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
}
