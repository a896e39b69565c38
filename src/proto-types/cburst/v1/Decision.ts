// Original file: proto/cburst/v1/ops.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Something that was decided about a channel.
 */
export interface Decision {
  /**
   * What restoring names it by.
   */
  'number'?: (number | string | Long);
  /**
   * When, Unix milliseconds.
   */
  'time'?: (number | string | Long);
  /**
   * What, one of the names in docs/operations.md, e.g. `moved`, `merged`.
   */
  'kind'?: (string);
  /**
   * The channel; empty: it is about none.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The id that gave way or that it is about; empty: none.
   */
  'from_id'?: (string);
  /**
   * The id that counts from then on; empty: none.
   */
  'to_id'?: (string);
  /**
   * Who decided; empty: the rules did.
   */
  'by'?: (string);
  /**
   * Why, for people.
   */
  'reason'?: (string);
  /**
   * What the channel had before and has no longer, or has otherwise: can be restored. Join keys are replaced by `*`.
   */
  'lost'?: (_cburst_v1_Field)[];
  /**
   * Of `moved`: what the channel has since then and had not before. Join keys are replaced by `*`.
   */
  'gained'?: (_cburst_v1_Field)[];
}

/**
 * Something that was decided about a channel.
 */
export interface Decision__Output {
  /**
   * What restoring names it by.
   */
  'number': (number);
  /**
   * When, Unix milliseconds.
   */
  'time': (number);
  /**
   * What, one of the names in docs/operations.md, e.g. `moved`, `merged`.
   */
  'kind': (string);
  /**
   * The channel; empty: it is about none.
   */
  'channel': (Buffer);
  /**
   * The id that gave way or that it is about; empty: none.
   */
  'from_id': (string);
  /**
   * The id that counts from then on; empty: none.
   */
  'to_id': (string);
  /**
   * Who decided; empty: the rules did.
   */
  'by': (string);
  /**
   * Why, for people.
   */
  'reason': (string);
  /**
   * What the channel had before and has no longer, or has otherwise: can be restored. Join keys are replaced by `*`.
   */
  'lost': (_cburst_v1_Field__Output)[];
  /**
   * Of `moved`: what the channel has since then and had not before. Join keys are replaced by `*`.
   */
  'gained': (_cburst_v1_Field__Output)[];
}
