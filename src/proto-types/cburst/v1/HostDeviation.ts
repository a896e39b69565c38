// Original file: proto/cburst/v1/ops.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';

/**
 * A field in which the host shows something else than it should.
 */
export interface HostDeviation {
  /**
   * As it should be; a join key is replaced by `*` unless it was to be revealed.
   */
  'wanted'?: (_cburst_v1_Field | null);
  /**
   * As it is, absent when it shows nothing.
   */
  'shown'?: (_cburst_v1_Field | null);
  /**
   * Why, for people.
   */
  'reason'?: (string);
  '_shown'?: "shown";
}

/**
 * A field in which the host shows something else than it should.
 */
export interface HostDeviation__Output {
  /**
   * As it should be; a join key is replaced by `*` unless it was to be revealed.
   */
  'wanted': (_cburst_v1_Field__Output | null);
  /**
   * As it is, absent when it shows nothing.
   */
  'shown'?: (_cburst_v1_Field__Output | null);
  /**
   * Why, for people.
   */
  'reason': (string);
  '_shown'?: "shown";
}
