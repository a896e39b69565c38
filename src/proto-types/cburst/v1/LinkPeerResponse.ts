// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

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
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision'?: (number | string | Long);
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
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision': (number);
}
