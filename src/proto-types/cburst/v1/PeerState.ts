// Original file: proto/cburst/v1/ops.proto

/**
 * State of a link to a peer.
 */
export const PeerState = {
  /**
   * Not set: an error.
   */
  PEER_STATE_UNSPECIFIED: 'PEER_STATE_UNSPECIFIED',
  /**
   * No link; waits for the next attempt or for the peer to dial.
   */
  PEER_STATE_DOWN: 'PEER_STATE_DOWN',
  /**
   * TCP and TLS are under way, or the peer's hello is awaited.
   */
  PEER_STATE_CONNECTING: 'PEER_STATE_CONNECTING',
  /**
   * The burst of at least one side is under way.
   */
  PEER_STATE_BURSTING: 'PEER_STATE_BURSTING',
  /**
   * Both bursts are done; deltas flow.
   */
  PEER_STATE_LINKED: 'PEER_STATE_LINKED',
} as const;

/**
 * State of a link to a peer.
 */
export type PeerState =
  /**
   * Not set: an error.
   */
  | 'PEER_STATE_UNSPECIFIED'
  | 0
  /**
   * No link; waits for the next attempt or for the peer to dial.
   */
  | 'PEER_STATE_DOWN'
  | 1
  /**
   * TCP and TLS are under way, or the peer's hello is awaited.
   */
  | 'PEER_STATE_CONNECTING'
  | 2
  /**
   * The burst of at least one side is under way.
   */
  | 'PEER_STATE_BURSTING'
  | 3
  /**
   * Both bursts are done; deltas flow.
   */
  | 'PEER_STATE_LINKED'
  | 4

/**
 * State of a link to a peer.
 */
export type PeerState__Output = typeof PeerState[keyof typeof PeerState]
