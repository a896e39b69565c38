// Original file: proto/cburst/v1/ops.proto

import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from '../../google/protobuf/FieldMask.ts';

/**
 * Asks for one channel.
 */
export interface GetChannelRequest {
  /**
   * Its name.
   */
  'name'?: (Buffer | Uint8Array | string);
  /**
   * Which fields of GetChannelResponse to answer with, by name; others are not set. Empty or `*`: all.
   */
  'read_mask'?: (_google_protobuf_FieldMask | null);
  /**
   * True: join keys are told as they are. That somebody asked is an event.
   */
  'reveal_keys'?: (boolean);
}

/**
 * Asks for one channel.
 */
export interface GetChannelRequest__Output {
  /**
   * Its name.
   */
  'name': (Buffer);
  /**
   * Which fields of GetChannelResponse to answer with, by name; others are not set. Empty or `*`: all.
   */
  'read_mask': (_google_protobuf_FieldMask__Output | null);
  /**
   * True: join keys are told as they are. That somebody asked is an event.
   */
  'reveal_keys': (boolean);
}
