// Original file: proto/cburst/v1/host.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Closes the snapshot: channels that were in no batch do not exist on the host.
 */
export interface SnapshotEnd {
  /**
   * How many channels the batches held together; a mismatch ends the stream.
   */
  'channel_count'?: (number | string | Long);
}

/**
 * Closes the snapshot: channels that were in no batch do not exist on the host.
 */
export interface SnapshotEnd__Output {
  /**
   * How many channels the batches held together; a mismatch ends the stream.
   */
  'channel_count': (number);
}
