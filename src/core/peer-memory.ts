/** What a server remembers of a peer, over links and restarts. */
export interface PeerMemory {
  /** When all that the peer had was last known here, this server's clock, Unix ms; null: never. */
  readonly syncedAt: number | null;
  /** The local sequence that the peer has acknowledged, 0: none. */
  readonly acknowledged: number;
  /** When the peer was last linked, this server's clock, Unix ms. */
  readonly seenAt: number;
}

/** Nothing is known of the peer but that it is to be there. */
export function newPeerMemory(now: number): PeerMemory {
  return { syncedAt: null, acknowledged: 0, seenAt: now };
}
