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
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only'?: (boolean);
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
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
