// Original file: proto/cburst/v1/ops.proto

import type { Holder as _cburst_v1_Holder, Holder__Output as _cburst_v1_Holder__Output } from '../../cburst/v1/Holder.ts';
import type { FieldReason as _cburst_v1_FieldReason, FieldReason__Output as _cburst_v1_FieldReason__Output } from '../../cburst/v1/FieldReason.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A document with the reasons of its fields.
 */
export interface ChannelDocument {
  /**
   * The id.
   */
  'id'?: (string);
  /**
   * The name as created.
   */
  'name'?: (Buffer | Uint8Array | string);
  /**
   * Server on which it was created.
   */
  'origin'?: (string);
  /**
   * When, Unix milliseconds. 0: unknown.
   */
  'created_at'?: (number | string | Long);
  /**
   * True for the one that is shown here.
   */
  'shown'?: (boolean);
  /**
   * Why it is shown or not, for people.
   */
  'reason'?: (string);
  /**
   * Who holds it.
   */
  'holders'?: (_cburst_v1_Holder)[];
  /**
   * Its fields, unset ones and removed entries too; of the one that is shown also those that it inherits.
   */
  'fields'?: (_cburst_v1_FieldReason)[];
  /**
   * True when it was created while a holder of the name was out of reach.
   */
  'split_born'?: (boolean);
}

/**
 * A document with the reasons of its fields.
 */
export interface ChannelDocument__Output {
  /**
   * The id.
   */
  'id': (string);
  /**
   * The name as created.
   */
  'name': (Buffer);
  /**
   * Server on which it was created.
   */
  'origin': (string);
  /**
   * When, Unix milliseconds. 0: unknown.
   */
  'created_at': (number);
  /**
   * True for the one that is shown here.
   */
  'shown': (boolean);
  /**
   * Why it is shown or not, for people.
   */
  'reason': (string);
  /**
   * Who holds it.
   */
  'holders': (_cburst_v1_Holder__Output)[];
  /**
   * Its fields, unset ones and removed entries too; of the one that is shown also those that it inherits.
   */
  'fields': (_cburst_v1_FieldReason__Output)[];
  /**
   * True when it was created while a holder of the name was out of reach.
   */
  'split_born': (boolean);
}
