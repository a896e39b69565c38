// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * It was taken away, and that is durable.
 */
export interface DeleteChannelMetadataResponse {
  /**
   * Number of the decision in the journal.
   */
  'decision'?: (number | string | Long);
}

/**
 * It was taken away, and that is durable.
 */
export interface DeleteChannelMetadataResponse__Output {
  /**
   * Number of the decision in the journal.
   */
  'decision': (number);
}
