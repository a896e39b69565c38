// Original file: proto/cburst/v1/ops.proto

import type { HostWriteMode as _cburst_v1_HostWriteMode, HostWriteMode__Output as _cburst_v1_HostWriteMode__Output } from '../../cburst/v1/HostWriteMode.ts';

/**
 * Says whether the host is written to.
 */
export interface SetHostWritesRequest {
  /**
   * How.
   */
  'mode'?: (_cburst_v1_HostWriteMode);
  /**
   * Why, for people. At most 256 bytes. A freeze needs one.
   */
  'reason'?: (string);
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
 * Says whether the host is written to.
 */
export interface SetHostWritesRequest__Output {
  /**
   * How.
   */
  'mode': (_cburst_v1_HostWriteMode__Output);
  /**
   * Why, for people. At most 256 bytes. A freeze needs one.
   */
  'reason': (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: nothing is changed, the answer says what would be.
   */
  'validate_only': (boolean);
}
