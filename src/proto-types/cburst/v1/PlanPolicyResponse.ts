// Original file: proto/cburst/v1/ops.proto

import type { PlannedChange as _cburst_v1_PlannedChange, PlannedChange__Output as _cburst_v1_PlannedChange__Output } from '../../cburst/v1/PlannedChange.ts';

/**
 * A page of what it would change.
 */
export interface PlanPolicyResponse {
  /**
   * By folded name; names of which nothing would change are left out, so a page may have fewer than were asked for.
   */
  'changes'?: (_cburst_v1_PlannedChange)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
  /**
   * True: the host is not written to, or no policy was named: the changes are against what the ircd shows, of all names. False: against
   * what it should show now, of names with several ids.
   */
  'against_host'?: (boolean);
}

/**
 * A page of what it would change.
 */
export interface PlanPolicyResponse__Output {
  /**
   * By folded name; names of which nothing would change are left out, so a page may have fewer than were asked for.
   */
  'changes': (_cburst_v1_PlannedChange__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
  /**
   * True: the host is not written to, or no policy was named: the changes are against what the ircd shows, of all names. False: against
   * what it should show now, of names with several ids.
   */
  'against_host': (boolean);
}
