// Original file: proto/cburst/v1/ops.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';

/**
 * What users here would see differently of one name.
 */
export interface PlannedChange {
  /**
   * The name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The id that is shown now; empty: none.
   */
  'from_id'?: (string);
  /**
   * The id that would be shown; empty: none. One that is yet to be made is all zeros but for its end.
   */
  'to_id'?: (string);
  /**
   * What would be set and is not. Join keys are replaced by `*`, here and below.
   */
  'gained'?: (_cburst_v1_Field)[];
  /**
   * What is set and would not be.
   */
  'lost'?: (_cburst_v1_Field)[];
  /**
   * What is set and would have another value: that one.
   */
  'changed'?: (_cburst_v1_Field)[];
  /**
   * What these are now, in the same order.
   */
  'before'?: (_cburst_v1_Field)[];
}

/**
 * What users here would see differently of one name.
 */
export interface PlannedChange__Output {
  /**
   * The name.
   */
  'channel': (Buffer);
  /**
   * The id that is shown now; empty: none.
   */
  'from_id': (string);
  /**
   * The id that would be shown; empty: none. One that is yet to be made is all zeros but for its end.
   */
  'to_id': (string);
  /**
   * What would be set and is not. Join keys are replaced by `*`, here and below.
   */
  'gained': (_cburst_v1_Field__Output)[];
  /**
   * What is set and would not be.
   */
  'lost': (_cburst_v1_Field__Output)[];
  /**
   * What is set and would have another value: that one.
   */
  'changed': (_cburst_v1_Field__Output)[];
  /**
   * What these are now, in the same order.
   */
  'before': (_cburst_v1_Field__Output)[];
}
