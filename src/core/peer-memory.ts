import { type RelayScopes, relayEverything } from './relay-scopes.ts';

/** What a server remembers of a peer, over links and restarts. */
export interface PeerMemory {
  /** When all that the peer had was last known here, this server's clock, Unix ms; null: never. */
  readonly syncedAt: number | null;
  /** The local sequence that the peer has acknowledged, 0: none. */
  readonly acknowledged: number;
  /** For how long, in milliseconds that this server was up, no link to it has been there. */
  readonly silentMs: number;
  /** What of its writes others may be told, as it said last: it counts while the peer is away, too. Null: that was lost. */
  readonly relay: RelayScopes | null;
  /** An operator let it in to look first: what it would change here waits. */
  readonly review: boolean;
  /**
   * It is to be told everything, whatever it resumes from: it was let in after it had been expelled, and documents that it
   * still knows may be forgotten here without a word to it.
   */
  readonly anew: boolean;
  /** An operator wants no link to it for now; null: one is wanted. */
  readonly barred: Barred | null;
}

/** Who ended the links to a peer, and when, Unix ms. */
export interface Barred {
  readonly by: string;
  readonly at: number;
}

/** Nothing is known of the peer but that it is to be there. */
export const newPeerMemory: PeerMemory = {
  syncedAt: null,
  acknowledged: 0,
  silentMs: 0,
  relay: relayEverything,
  review: false,
  anew: false,
  barred: null,
};

/**
 * What was remembered of the peer was lost. It may have been expelled, under review, or have kept its writes from others: none of
 * them is told any before it says again what it keeps, and what it would change here waits.
 */
export const lostPeerMemory: PeerMemory = { ...newPeerMemory, relay: null, review: true, anew: true };
