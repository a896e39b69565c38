// Original file: proto/cburst/v1/host.proto

import type { HostEvent as _cburst_v1_HostEvent, HostEvent__Output as _cburst_v1_HostEvent__Output } from '../../cburst/v1/HostEvent.ts';

/**
 * Things that happened, oldest first. At most 1 MiB.
 */
export interface EventBatch {
  /**
   * The events.
   */
  'events'?: (_cburst_v1_HostEvent)[];
}

/**
 * Things that happened, oldest first. At most 1 MiB.
 */
export interface EventBatch__Output {
  /**
   * The events.
   */
  'events': (_cburst_v1_HostEvent__Output)[];
}
