// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * It was applied, and that is durable.
 */
export interface ApproveQuarantinedResponse {
  /**
   * Number of the decision in the journal.
   */
  'decision'?: (number | string | Long);
}

/**
 * It was applied, and that is durable.
 */
export interface ApproveQuarantinedResponse__Output {
  /**
   * Number of the decision in the journal.
   */
  'decision': (number);
}
