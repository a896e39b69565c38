// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Rejects a message that waits.
 */
export interface RejectQuarantinedRequest {
  /**
   * Its number.
   */
  'number'?: (number | string | Long);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by'?: (string);
}

/**
 * Rejects a message that waits.
 */
export interface RejectQuarantinedRequest__Output {
  /**
   * Its number.
   */
  'number': (number);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
}
