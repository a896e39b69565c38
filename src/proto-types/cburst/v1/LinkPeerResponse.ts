// Original file: proto/cburst/v1/ops.proto


/**
 * The peer may link; or what would become of it.
 */
export interface LinkPeerResponse {
  /**
   * True when it was barred.
   */
  'was_barred'?: (boolean);
  /**
   * True when it is being dialled; false: it has no address here, so it dials.
   */
  'dialled'?: (boolean);
}

/**
 * The peer may link; or what would become of it.
 */
export interface LinkPeerResponse__Output {
  /**
   * True when it was barred.
   */
  'was_barred': (boolean);
  /**
   * True when it is being dialled; false: it has no address here, so it dials.
   */
  'dialled': (boolean);
}
