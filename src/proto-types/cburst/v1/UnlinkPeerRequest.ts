// Original file: proto/cburst/v1/ops.proto


/**
 * Ends the link to a peer.
 */
export interface UnlinkPeerRequest {
  /**
   * Its server name.
   */
  'peer'?: (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by'?: (string);
}

/**
 * Ends the link to a peer.
 */
export interface UnlinkPeerRequest__Output {
  /**
   * Its server name.
   */
  'peer': (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
}
