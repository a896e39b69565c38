// Original file: proto/cburst/v1/ops.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';

/**
 * A field in which this side followed the peer.
 */
export interface FieldDifference {
  /**
   * As it was here; absent: it was not.
   */
  'before'?: (_cburst_v1_Field | null);
  /**
   * As it is now.
   */
  'now'?: (_cburst_v1_Field | null);
  '_before'?: "before";
}

/**
 * A field in which this side followed the peer.
 */
export interface FieldDifference__Output {
  /**
   * As it was here; absent: it was not.
   */
  'before'?: (_cburst_v1_Field__Output | null);
  /**
   * As it is now.
   */
  'now': (_cburst_v1_Field__Output | null);
  '_before'?: "before";
}
