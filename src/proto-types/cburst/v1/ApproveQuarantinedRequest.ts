// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Approves a message that waits.
 */
export interface ApproveQuarantinedRequest {
  /**
   * Its number.
   */
  'number'?: (number | string | Long);
  /**
   * Who decides, for the journal: at most 64 printable ASCII characters. Nothing proves it, so it is kept as unverified, beside
   * what let the caller in; empty: not told.
   */
  'by'?: (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only'?: (boolean);
}

/**
 * Approves a message that waits.
 */
export interface ApproveQuarantinedRequest__Output {
  /**
   * Its number.
   */
  'number': (number);
  /**
   * Who decides, for the journal: at most 64 printable ASCII characters. Nothing proves it, so it is kept as unverified, beside
   * what let the caller in; empty: not told.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
