// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * They were asked.
 */
export interface ResyncPeersResponse {
  /**
   * The peers that were asked, by name. What they answer comes later.
   */
  'asked'?: (string)[];
  /**
   * Number of the decision in the journal; 0: nobody was asked.
   */
  'decision'?: (number | string | Long);
}

/**
 * They were asked.
 */
export interface ResyncPeersResponse__Output {
  /**
   * The peers that were asked, by name. What they answer comes later.
   */
  'asked': (string)[];
  /**
   * Number of the decision in the journal; 0: nobody was asked.
   */
  'decision': (number);
}
