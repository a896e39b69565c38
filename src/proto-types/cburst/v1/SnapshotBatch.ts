// Original file: proto/cburst/v1/host.proto

import type { HostChannel as _cburst_v1_HostChannel, HostChannel__Output as _cburst_v1_HostChannel__Output } from '../../cburst/v1/HostChannel.ts';
import type { ChannelMembers as _cburst_v1_ChannelMembers, ChannelMembers__Output as _cburst_v1_ChannelMembers__Output } from '../../cburst/v1/ChannelMembers.ts';

/**
 * Some channels as the host shows them. At most 1 MiB; all batches of a snapshot together 1,000,000 channels and 512 MiB.
 */
export interface SnapshotBatch {
  /**
   * The channels, each in one batch only.
   */
  'channels'?: (_cburst_v1_HostChannel)[];
  /**
   * Further members of channels that this batch or an earlier one names; a channel may be here several times.
   */
  'more_members'?: (_cburst_v1_ChannelMembers)[];
}

/**
 * Some channels as the host shows them. At most 1 MiB; all batches of a snapshot together 1,000,000 channels and 512 MiB.
 */
export interface SnapshotBatch__Output {
  /**
   * The channels, each in one batch only.
   */
  'channels': (_cburst_v1_HostChannel__Output)[];
  /**
   * Further members of channels that this batch or an earlier one names; a channel may be here several times.
   */
  'more_members': (_cburst_v1_ChannelMembers__Output)[];
}
