// Original file: proto/cburst/v1/ops.proto

import type { Peer as _cburst_v1_Peer, Peer__Output as _cburst_v1_Peer__Output } from '../../cburst/v1/Peer.ts';

/**
 * A page of the peers.
 */
export interface ListPeersResponse {
  /**
   * One for each configured peer, by name.
   */
  'peers'?: (_cburst_v1_Peer)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
}

/**
 * A page of the peers.
 */
export interface ListPeersResponse__Output {
  /**
   * One for each configured peer, by name.
   */
  'peers': (_cburst_v1_Peer__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
}
