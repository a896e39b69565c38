import type { ForgetConditions } from './forget.ts';
import type { ServerName } from './identity.ts';
import { newPeerMemory, type PeerMemory } from './peer-memory.ts';

export interface ForgettingOptions {
  readonly server: ServerName;
  /** Every configured peer. */
  readonly peers: readonly ServerName[];
  /** At least ten minutes, see `forget`. */
  readonly forgetMinMs: number;
  /** A peer that was silent for so long is expelled. */
  readonly forgetAfterMs: number;
}

/** By peer with which this server is fully linked: with whom that peer is. */
export type Mesh = ReadonlyMap<ServerName, ReadonlySet<ServerName>>;

/**
 * A peer that was silent for too long no longer holds up the forgetting. What it still has, others may have forgotten the
 * removal of, so it is let in again by an operator only.
 */
export function isExpelled(memory: PeerMemory | undefined, { forgetAfterMs }: ForgettingOptions): boolean {
  return memory !== undefined && memory.silentMs >= forgetAfterMs;
}

/** What may be forgotten now, given what is remembered of the peers and who is linked with whom. */
export function forgetConditions(
  options: ForgettingOptions,
  memories: ReadonlyMap<ServerName, PeerMemory>,
  mesh: Mesh,
): ForgetConditions {
  const counted = options.peers.filter((peer) => !isExpelled(memories.get(peer), options));
  const acknowledged = counted.map((peer) => (memories.get(peer) ?? newPeerMemory).acknowledged);
  return {
    ageMinMs: options.forgetMinMs,
    acknowledged: Math.min(Number.POSITIVE_INFINITY, ...acknowledged),
    meshComplete: counted.every((peer) => isLinkedWithAll(mesh.get(peer), peer, counted, options.server)),
  };
}

function isLinkedWithAll(
  linked: ReadonlySet<ServerName> | undefined,
  peer: ServerName,
  counted: readonly ServerName[],
  self: ServerName,
): boolean {
  return linked !== undefined && [self, ...counted].every((other) => other === peer || linked.has(other));
}
