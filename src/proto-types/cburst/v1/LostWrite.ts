// Original file: proto/cburst/v1/ops.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A write that does not count, because another one does.
 */
export interface LostWrite {
  /**
   * What it wrote; a join key is replaced by `*` unless it was to be revealed.
   */
  'field'?: (_cburst_v1_Field | null);
  /**
   * Server that wrote it.
   */
  'writer'?: (string);
  /**
   * As FieldReason.stamped_at.
   */
  'stamped_at'?: (number | string | Long);
  /**
   * The whole stamp, as text.
   */
  'stamp'?: (string);
}

/**
 * A write that does not count, because another one does.
 */
export interface LostWrite__Output {
  /**
   * What it wrote; a join key is replaced by `*` unless it was to be revealed.
   */
  'field': (_cburst_v1_Field__Output | null);
  /**
   * Server that wrote it.
   */
  'writer': (string);
  /**
   * As FieldReason.stamped_at.
   */
  'stamped_at': (number);
  /**
   * The whole stamp, as text.
   */
  'stamp': (string);
}
