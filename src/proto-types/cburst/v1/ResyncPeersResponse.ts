// Original file: proto/cburst/v1/ops.proto


/**
 * They were asked.
 */
export interface ResyncPeersResponse {
  /**
   * The peers that were asked, by name. What they answer comes later.
   */
  'asked'?: (string)[];
}

/**
 * They were asked.
 */
export interface ResyncPeersResponse__Output {
  /**
   * The peers that were asked, by name. What they answer comes later.
   */
  'asked': (string)[];
}
