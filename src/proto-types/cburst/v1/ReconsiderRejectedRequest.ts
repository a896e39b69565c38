// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Takes a rejection back.
 */
export interface ReconsiderRejectedRequest {
  /**
   * The number under which the message waited.
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
 * Takes a rejection back.
 */
export interface ReconsiderRejectedRequest__Output {
  /**
   * The number under which the message waited.
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
