// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * It was dropped, and that is durable; or it could be.
 */
export interface RejectQuarantinedResponse {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision'?: (number | string | Long);
}

/**
 * It was dropped, and that is durable; or it could be.
 */
export interface RejectQuarantinedResponse__Output {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision': (number);
}
