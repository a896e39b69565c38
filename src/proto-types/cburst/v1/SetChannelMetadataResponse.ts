// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * It was written, and that is durable.
 */
export interface SetChannelMetadataResponse {
  /**
   * Number of the decision in the journal.
   */
  'decision'?: (number | string | Long);
}

/**
 * It was written, and that is durable.
 */
export interface SetChannelMetadataResponse__Output {
  /**
   * Number of the decision in the journal.
   */
  'decision': (number);
}
