// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The peer is barred, which is on disk, and its link is about to end; or it could be barred.
 */
export interface UnlinkPeerResponse {
  /**
   * True when it was linked.
   */
  'was_linked'?: (boolean);
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision'?: (number | string | Long);
}

/**
 * The peer is barred, which is on disk, and its link is about to end; or it could be barred.
 */
export interface UnlinkPeerResponse__Output {
  /**
   * True when it was linked.
   */
  'was_linked': (boolean);
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision': (number);
}
