// Original file: proto/cburst/v1/ops.proto


/**
 * Asks peers once more.
 */
export interface ResyncPeersRequest {
  /**
   * Only for the ids of this channel's name; empty: for everything.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * Only this peer; empty: every linked one.
   */
  'peer'?: (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by'?: (string);
}

/**
 * Asks peers once more.
 */
export interface ResyncPeersRequest__Output {
  /**
   * Only for the ids of this channel's name; empty: for everything.
   */
  'channel': (Buffer);
  /**
   * Only this peer; empty: every linked one.
   */
  'peer': (string);
  /**
   * As in ApproveQuarantinedRequest.
   */
  'by': (string);
}
