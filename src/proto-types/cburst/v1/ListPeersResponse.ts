// Original file: proto/cburst/v1/ops.proto

import type { Peer as _cburst_v1_Peer, Peer__Output as _cburst_v1_Peer__Output } from '../../cburst/v1/Peer.ts';

/**
 * The peers.
 */
export interface ListPeersResponse {
  /**
   * One for each configured peer, by name.
   */
  'peers'?: (_cburst_v1_Peer)[];
}

/**
 * The peers.
 */
export interface ListPeersResponse__Output {
  /**
   * One for each configured peer, by name.
   */
  'peers': (_cburst_v1_Peer__Output)[];
}
