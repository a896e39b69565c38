// Original file: proto/cburst/v1/ops.proto


/**
 * It may link again, and that is durable; or it could be let to.
 */
export interface ReadmitPeerResponse {
  /**
   * It was under review and is no more: what waited for that was judged anew.
   */
  'review_ended'?: (boolean);
}

/**
 * It may link again, and that is durable; or it could be let to.
 */
export interface ReadmitPeerResponse__Output {
  /**
   * It was under review and is no more: what waited for that was judged anew.
   */
  'review_ended': (boolean);
}
