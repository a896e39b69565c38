// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * One of the ids that are held under one name.
 */
export interface Rival {
  /**
   * The id.
   */
  'id'?: (string);
  /**
   * Server on which it was created.
   */
  'origin'?: (string);
  /**
   * When, Unix milliseconds. 0: unknown.
   */
  'created_at'?: (number | string | Long);
  /**
   * Who holds it, of those in reach.
   */
  'holders'?: (string)[];
}

/**
 * One of the ids that are held under one name.
 */
export interface Rival__Output {
  /**
   * The id.
   */
  'id': (string);
  /**
   * Server on which it was created.
   */
  'origin': (string);
  /**
   * When, Unix milliseconds. 0: unknown.
   */
  'created_at': (number);
  /**
   * Who holds it, of those in reach.
   */
  'holders': (string)[];
}
