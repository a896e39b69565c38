import type { ServerName } from '../core/identity.ts';
import type { PeerStatus, PeerTable } from '../peer/peer-table.ts';
import type { ListPeersResponse } from '../proto-types/cburst/v1/ListPeersResponse.ts';
import type { Peer } from '../proto-types/cburst/v1/Peer.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import { type PageRequest, pageByName } from './paging.ts';
import { peerToProto } from './peer-proto.ts';

export interface ListPeersDependencies {
  readonly peers: Pick<PeerTable, 'peers' | 'connecting' | 'meshLive'>;
  readonly store: Pick<ReplicaStore, 'replica' | 'cursors'>;
  /** The peer was silent for too long. */
  readonly expelled: (peer: ServerName) => boolean;
}

/** A page of the configured peers, by name. */
export function listPeers(dependencies: ListPeersDependencies, request: PageRequest): ListPeersResponse {
  const { page, next_page_token } = pageByName(dependencies.peers.peers, ([name]) => name, request);
  const mesh = dependencies.peers.meshLive();
  return { peers: page.map(([name, peer]) => toProto(dependencies, mesh, name, peer)), next_page_token };
}

function toProto(
  { peers, store: { replica, cursors }, expelled }: ListPeersDependencies,
  mesh: ReturnType<PeerTable['meshLive']>,
  name: ServerName,
  peer: PeerStatus,
): Peer {
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
}
