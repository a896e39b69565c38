// Original file: proto/cburst/v1/host.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';

/**
 * Fields got new values by the same act.
 */
export interface FieldsChanged {
  /**
   * The fields with their new values; one that was removed is present with no value or `present`/`set` false.
   */
  'fields'?: (_cburst_v1_Field)[];
}

/**
 * Fields got new values by the same act.
 */
export interface FieldsChanged__Output {
  /**
   * The fields with their new values; one that was removed is present with no value or `present`/`set` false.
   */
  'fields': (_cburst_v1_Field__Output)[];
}
