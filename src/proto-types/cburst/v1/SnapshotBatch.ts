// Original file: proto/cburst/v1/host.proto

import type { HostChannel as _cburst_v1_HostChannel, HostChannel__Output as _cburst_v1_HostChannel__Output } from '../../cburst/v1/HostChannel.ts';

/**
 * Some channels as the host shows them. At most 1 MiB; all batches of a snapshot together 1,000,000 channels and 512 MiB.
 */
export interface SnapshotBatch {
  /**
   * The channels, each in one batch only.
   */
  'channels'?: (_cburst_v1_HostChannel)[];
}

/**
 * Some channels as the host shows them. At most 1 MiB; all batches of a snapshot together 1,000,000 channels and 512 MiB.
 */
export interface SnapshotBatch__Output {
  /**
   * The channels, each in one batch only.
   */
  'channels': (_cburst_v1_HostChannel__Output)[];
}
