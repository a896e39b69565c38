// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * It may link again, and that is durable; or it could be let to.
 */
export interface ReadmitPeerResponse {
  /**
   * It was under review and is no more: what waited for that was judged anew.
   */
  'review_ended'?: (boolean);
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision'?: (number | string | Long);
}

/**
 * It may link again, and that is durable; or it could be let to.
 */
export interface ReadmitPeerResponse__Output {
  /**
   * It was under review and is no more: what waited for that was judged anew.
   */
  'review_ended': (boolean);
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision': (number);
}
