// Original file: proto/cburst/v1/ops.proto


/**
 * Reads the configuration again.
 */
export interface ReloadConfigRequest {
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by'?: (string);
  /**
   * True: the file is only looked at, and nothing is changed.
   */
  'validate_only'?: (boolean);
}

/**
 * Reads the configuration again.
 */
export interface ReloadConfigRequest__Output {
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * True: the file is only looked at, and nothing is changed.
   */
  'validate_only': (boolean);
}
