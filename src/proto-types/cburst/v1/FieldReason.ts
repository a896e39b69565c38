// Original file: proto/cburst/v1/ops.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';
import type { LostWrite as _cburst_v1_LostWrite, LostWrite__Output as _cburst_v1_LostWrite__Output } from '../../cburst/v1/LostWrite.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A field and why it has its value.
 */
export interface FieldReason {
  /**
   * The field; a join key is replaced by `*` unless it was to be revealed.
   */
  'field'?: (_cburst_v1_Field | null);
  /**
   * Server that wrote it.
   */
  'writer'?: (string);
  /**
   * The stamp's milliseconds, Unix; 0 for a default that nobody wrote. It is what decided between writes, and for something
   * that was found after a time apart not the moment at which it happened, but the last one before that.
   */
  'stamped_at'?: (number | string | Long);
  /**
   * The whole stamp, as text.
   */
  'stamp'?: (string);
  /**
   * Why it has this value, for people.
   */
  'reason'?: (string);
  /**
   * The channel above that it is inherited from. Absent: it is the channel's own.
   */
  'inherited_from'?: (Buffer | Uint8Array | string);
  /**
   * The peer that told it, where somebody else wrote it. Empty: its writer did, or it is not known.
   */
  'via'?: (string);
  /**
   * The latest write that lost against it, on this server since its start. Absent: none is remembered.
   */
  'lost'?: (_cburst_v1_LostWrite | null);
  '_inherited_from'?: "inherited_from";
  '_lost'?: "lost";
}

/**
 * A field and why it has its value.
 */
export interface FieldReason__Output {
  /**
   * The field; a join key is replaced by `*` unless it was to be revealed.
   */
  'field': (_cburst_v1_Field__Output | null);
  /**
   * Server that wrote it.
   */
  'writer': (string);
  /**
   * The stamp's milliseconds, Unix; 0 for a default that nobody wrote. It is what decided between writes, and for something
   * that was found after a time apart not the moment at which it happened, but the last one before that.
   */
  'stamped_at': (number);
  /**
   * The whole stamp, as text.
   */
  'stamp': (string);
  /**
   * Why it has this value, for people.
   */
  'reason': (string);
  /**
   * The channel above that it is inherited from. Absent: it is the channel's own.
   */
  'inherited_from'?: (Buffer);
  /**
   * The peer that told it, where somebody else wrote it. Empty: its writer did, or it is not known.
   */
  'via': (string);
  /**
   * The latest write that lost against it, on this server since its start. Absent: none is remembered.
   */
  'lost'?: (_cburst_v1_LostWrite__Output | null);
  '_inherited_from'?: "inherited_from";
  '_lost'?: "lost";
}
