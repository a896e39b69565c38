// Original file: proto/cburst/v1/host.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';

/**
 * A field in which the host shows something else than was wanted.
 */
export interface Deviation {
  /**
   * The field as the update wanted it (a field that should be unset is present with no value).
   */
  'wanted'?: (_cburst_v1_Field | null);
  /**
   * What the host shows instead. Absent: it shows nothing for this field.
   */
  'shown'?: (_cburst_v1_Field | null);
  /**
   * Why, for people: `topic cut to 307 bytes`. Never holds a key. At most 256 bytes.
   */
  'reason'?: (string);
  '_shown'?: "shown";
}

/**
 * A field in which the host shows something else than was wanted.
 */
export interface Deviation__Output {
  /**
   * The field as the update wanted it (a field that should be unset is present with no value).
   */
  'wanted': (_cburst_v1_Field__Output | null);
  /**
   * What the host shows instead. Absent: it shows nothing for this field.
   */
  'shown'?: (_cburst_v1_Field__Output | null);
  /**
   * Why, for people: `topic cut to 307 bytes`. Never holds a key. At most 256 bytes.
   */
  'reason': (string);
  '_shown'?: "shown";
}
