// Original file: proto/cburst/v1/host.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Events up to `sequence` are durable.
 */
export interface Acknowledgement {
  /**
   * HostEvent.sequence.
   */
  'sequence'?: (number | string | Long);
}

/**
 * Events up to `sequence` are durable.
 */
export interface Acknowledgement__Output {
  /**
   * HostEvent.sequence.
   */
  'sequence': (number);
}
