// Original file: proto/cburst/v1/ops.proto

import type { HostWrites as _cburst_v1_HostWrites, HostWrites__Output as _cburst_v1_HostWrites__Output } from '../../cburst/v1/HostWrites.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * It is so now, and that is durable; or what would be.
 */
export interface SetHostWritesResponse {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision'?: (number | string | Long);
  /**
   * What holds now; with validate_only what would.
   */
  'writes'?: (_cburst_v1_HostWrites | null);
  /**
   * False: it was so already.
   */
  'changed'?: (boolean);
}

/**
 * It is so now, and that is durable; or what would be.
 */
export interface SetHostWritesResponse__Output {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision': (number);
  /**
   * What holds now; with validate_only what would.
   */
  'writes': (_cburst_v1_HostWrites__Output | null);
  /**
   * False: it was so already.
   */
  'changed': (boolean);
}
