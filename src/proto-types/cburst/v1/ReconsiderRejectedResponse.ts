// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * It is not rejected any more, and that is durable; or what would become of it.
 */
export interface ReconsiderRejectedResponse {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision'?: (number | string | Long);
  /**
   * The peer that said it.
   */
  'peer'?: (string);
  /**
   * The peer is linked and was asked for it again; else it comes when the peer links and is compared.
   */
  'asked'?: (boolean);
}

/**
 * It is not rejected any more, and that is durable; or what would become of it.
 */
export interface ReconsiderRejectedResponse__Output {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision': (number);
  /**
   * The peer that said it.
   */
  'peer': (string);
  /**
   * The peer is linked and was asked for it again; else it comes when the peer links and is compared.
   */
  'asked': (boolean);
}
