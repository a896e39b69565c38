// Original file: proto/cburst/v1/ops.proto

import type { DrainState as _cburst_v1_DrainState, DrainState__Output as _cburst_v1_DrainState__Output } from '../../cburst/v1/DrainState.ts';
import type { DrainingPeer as _cburst_v1_DrainingPeer, DrainingPeer__Output as _cburst_v1_DrainingPeer__Output } from '../../cburst/v1/DrainingPeer.ts';

/**
 * How far a drain is.
 */
export interface DrainSidecarResponse {
  /**
   * Where it is. The last message has another state than draining.
   */
  'state'?: (_cburst_v1_DrainState);
  /**
   * Linked peers that do not have everything yet.
   */
  'peers'?: (_cburst_v1_DrainingPeer)[];
}

/**
 * How far a drain is.
 */
export interface DrainSidecarResponse__Output {
  /**
   * Where it is. The last message has another state than draining.
   */
  'state': (_cburst_v1_DrainState__Output);
  /**
   * Linked peers that do not have everything yet.
   */
  'peers': (_cburst_v1_DrainingPeer__Output)[];
}
