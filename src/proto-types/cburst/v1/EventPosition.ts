// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * An event, by its place among all of them.
 */
export interface EventPosition {
  /**
   * The run of the sidecar in which it happened.
   */
  'run'?: (string);
  /**
   * Its number in that run; 0: before the first.
   */
  'number'?: (number | string | Long);
}

/**
 * An event, by its place among all of them.
 */
export interface EventPosition__Output {
  /**
   * The run of the sidecar in which it happened.
   */
  'run': (string);
  /**
   * Its number in that run; 0: before the first.
   */
  'number': (number);
}
