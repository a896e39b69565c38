// Original file: proto/cburst/v1/ops.proto


/**
 * Stops the sidecar once peers have what waits for them.
 */
export interface DrainSidecarRequest {
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by'?: (string);
  /**
   * By then it ends whatever peers lack, milliseconds, at most 600000. 0: 30000.
   */
  'timeout_ms'?: (number);
}

/**
 * Stops the sidecar once peers have what waits for them.
 */
export interface DrainSidecarRequest__Output {
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
  /**
   * By then it ends whatever peers lack, milliseconds, at most 600000. 0: 30000.
   */
  'timeout_ms': (number);
}
