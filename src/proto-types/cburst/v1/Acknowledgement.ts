// Original file: proto/cburst/v1/host.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Events up to `sequence` are durable. Every update that comes after it takes them into account, so a host that has carried out
 * all updates before it need not remember what they changed.
 */
export interface Acknowledgement {
  /**
   * HostEvent.sequence.
   */
  'sequence'?: (number | string | Long);
}

/**
 * Events up to `sequence` are durable. Every update that comes after it takes them into account, so a host that has carried out
 * all updates before it need not remember what they changed.
 */
export interface Acknowledgement__Output {
  /**
   * HostEvent.sequence.
   */
  'sequence': (number);
}
