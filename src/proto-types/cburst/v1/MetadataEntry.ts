// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * An entry of a channel's metadata, and who wrote it.
 */
export interface MetadataEntry {
  /**
   * Its name, as in MetadataField.
   */
  'name'?: (string);
  /**
   * Its value, as in MetadataField.
   */
  'value'?: (Buffer | Uint8Array | string);
  /**
   * Server that wrote it.
   */
  'writer'?: (string);
  /**
   * The stamp's milliseconds, Unix.
   */
  'stamped_at'?: (number | string | Long);
}

/**
 * An entry of a channel's metadata, and who wrote it.
 */
export interface MetadataEntry__Output {
  /**
   * Its name, as in MetadataField.
   */
  'name': (string);
  /**
   * Its value, as in MetadataField.
   */
  'value': (Buffer);
  /**
   * Server that wrote it.
   */
  'writer': (string);
  /**
   * The stamp's milliseconds, Unix.
   */
  'stamped_at': (number);
}
