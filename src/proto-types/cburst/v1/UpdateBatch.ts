// Original file: proto/cburst/v1/host.proto

import type { ChannelUpdate as _cburst_v1_ChannelUpdate, ChannelUpdate__Output as _cburst_v1_ChannelUpdate__Output } from '../../cburst/v1/ChannelUpdate.ts';

/**
 * What the host should show. At most 1 MiB.
 */
export interface UpdateBatch {
  /**
   * The updates, at most one for a channel that has no result yet.
   */
  'updates'?: (_cburst_v1_ChannelUpdate)[];
}

/**
 * What the host should show. At most 1 MiB.
 */
export interface UpdateBatch__Output {
  /**
   * The updates, at most one for a channel that has no result yet.
   */
  'updates': (_cburst_v1_ChannelUpdate__Output)[];
}
