// Original file: proto/cburst/v1/ops.proto

import type { HostWrites as _cburst_v1_HostWrites, HostWrites__Output as _cburst_v1_HostWrites__Output } from '../../cburst/v1/HostWrites.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * It is so now, and that is durable.
 */
export interface SetHostWritesResponse {
  /**
   * Number of the decision in the journal; 0: it was so already.
   */
  'decision'?: (number | string | Long);
  /**
   * What holds now.
   */
  'writes'?: (_cburst_v1_HostWrites | null);
}

/**
 * It is so now, and that is durable.
 */
export interface SetHostWritesResponse__Output {
  /**
   * Number of the decision in the journal; 0: it was so already.
   */
  'decision': (number);
  /**
   * What holds now.
   */
  'writes': (_cburst_v1_HostWrites__Output | null);
}
