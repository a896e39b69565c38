import type { ServerName } from '../core/identity.ts';
import type { PeerTable } from '../peer/peer-table.ts';
import type { Peer } from '../proto-types/cburst/v1/Peer.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import { peerToProto } from './peer-proto.ts';

export interface ListPeersDependencies {
  readonly peers: Pick<PeerTable, 'peers' | 'connecting' | 'meshLive'>;
  readonly store: Pick<ReplicaStore, 'replica' | 'cursors'>;
  /** The peer was silent for too long. */
  readonly expelled: (peer: ServerName) => boolean;
}

/** Every configured peer, by name. */
export function listPeers({ peers, store, expelled }: ListPeersDependencies): Peer[] {
  const { replica, cursors } = store;
  const mesh = peers.meshLive();
  return [...peers.peers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, peer]) => {
      const memory = replica.peers.get(name);
      return peerToProto(peer, {
        connecting: peers.connecting(name),
        expelled: expelled(name),
        underReview: memory?.review ?? false,
        barred: memory?.barred ?? null,
        sequence: replica.sequence,
        acknowledgedSequence: memory?.acknowledged ?? 0,
        receivedSequence: cursors.get(name)?.sequence ?? 0,
        linkedWith: mesh.get(name) ?? null,
      });
    });
}
