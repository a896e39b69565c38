// Original file: proto/cburst/v1/ops.proto

import type { DifferenceSide as _cburst_v1_DifferenceSide, DifferenceSide__Output as _cburst_v1_DifferenceSide__Output } from '../../cburst/v1/DifferenceSide.ts';
import type { DifferenceState as _cburst_v1_DifferenceState, DifferenceState__Output as _cburst_v1_DifferenceState__Output } from '../../cburst/v1/DifferenceState.ts';
import type { FieldDifference as _cburst_v1_FieldDifference, FieldDifference__Output as _cburst_v1_FieldDifference__Output } from '../../cburst/v1/FieldDifference.ts';

/**
 * A document that differed.
 */
export interface DocumentDifference {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * Its id.
   */
  'channel_id'?: (string);
  /**
   * Who had it.
   */
  'side'?: (_cburst_v1_DifferenceSide);
  /**
   * What became of the difference.
   */
  'state'?: (_cburst_v1_DifferenceState);
  /**
   * Why, for people.
   */
  'reason'?: (string);
  /**
   * What this side took over. What else differed was taken over by the peer, or is who holds the channel.
   */
  'fields'?: (_cburst_v1_FieldDifference)[];
}

/**
 * A document that differed.
 */
export interface DocumentDifference__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * Its id.
   */
  'channel_id': (string);
  /**
   * Who had it.
   */
  'side': (_cburst_v1_DifferenceSide__Output);
  /**
   * What became of the difference.
   */
  'state': (_cburst_v1_DifferenceState__Output);
  /**
   * Why, for people.
   */
  'reason': (string);
  /**
   * What this side took over. What else differed was taken over by the peer, or is who holds the channel.
   */
  'fields': (_cburst_v1_FieldDifference__Output)[];
}
