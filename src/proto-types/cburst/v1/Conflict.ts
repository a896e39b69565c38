// Original file: proto/cburst/v1/ops.proto

import type { Rival as _cburst_v1_Rival, Rival__Output as _cburst_v1_Rival__Output } from '../../cburst/v1/Rival.ts';

/**
 * A name with several ids, and what is made of that here.
 */
export interface Conflict {
  /**
   * The name, as the id with the best claim spells it.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The policy that counts for it here: `local`, `oldest` or `merge`.
   */
  'policy'?: (string);
  /**
   * The id that is shown here; empty: none.
   */
  'shown_id'?: (string);
  /**
   * Why, for people.
   */
  'reason'?: (string);
  /**
   * The ids, the best claim first.
   */
  'rivals'?: (_cburst_v1_Rival)[];
}

/**
 * A name with several ids, and what is made of that here.
 */
export interface Conflict__Output {
  /**
   * The name, as the id with the best claim spells it.
   */
  'channel': (Buffer);
  /**
   * The policy that counts for it here: `local`, `oldest` or `merge`.
   */
  'policy': (string);
  /**
   * The id that is shown here; empty: none.
   */
  'shown_id': (string);
  /**
   * Why, for people.
   */
  'reason': (string);
  /**
   * The ids, the best claim first.
   */
  'rivals': (_cburst_v1_Rival__Output)[];
}
