// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * It has another one, and that is durable here; the others hear of it.
 */
export interface RotateJoinKeyResponse {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision'?: (number | string | Long);
  /**
   * The key, where it was asked for.
   */
  'join_key'?: (Buffer | Uint8Array | string);
  /**
   * Servers that hold the channel and are in reach, by name.
   */
  'holders'?: (string)[];
  /**
   * Servers that hold it and are out of reach: they get the key with their next link.
   */
  'unreachable'?: (string)[];
}

/**
 * It has another one, and that is durable here; the others hear of it.
 */
export interface RotateJoinKeyResponse__Output {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision': (number);
  /**
   * The key, where it was asked for.
   */
  'join_key': (Buffer);
  /**
   * Servers that hold the channel and are in reach, by name.
   */
  'holders': (string)[];
  /**
   * Servers that hold it and are out of reach: they get the key with their next link.
   */
  'unreachable': (string)[];
}
