import type { ChannelEntry } from '../core/channel-table.ts';
import type { ServerName } from '../core/identity.ts';
import { lostPeerMemory } from '../core/peer-memory.ts';
import type { Replica } from '../core/replica.ts';
import { compareStamps, type Stamp } from '../core/stamp.ts';
import { ENTRY_SPACE } from './entry-record.ts';
import { HOST_CHANNEL_SPACE } from './host-channel-record.ts';
import { PEER_MEMORY_SPACE } from './peer-memory-record.ts';
import { SERVER_KEY, SERVER_SPACE, type ServerRecord } from './server-record.ts';
import type { StoreProblem } from './store-problem.ts';

/** Repairs what records say against each other, and tells what it did. What it changed is among the replica's changes. */
export function repairReplica(replica: Replica): StoreProblem[] {
  // The moment of a repair is the latest that is on record: what time it is now is not known yet.
  let latest = 0;
  for (const { changedAt } of replica.table.values()) latest = Math.max(latest, changedAt);
  replica.advance(latest);
  return [...repairHolds(replica), ...repairHostChannels(replica)];
}

/**
 * Why channels, of which `lastStamp` is the latest, cannot be as old as what the server remembers of itself: numbers and
 * stamps that peers were told of would be given out again. Null: they can.
 */
export function contradiction(
  server: ServerRecord | null,
  lastStamp: Stamp,
  replica: Replica,
): StoreProblem | null {
  if (server === null) return serverProblem('the record is missing');
  for (const { sequence } of replica.table.values()) {
    if (sequence > server.sequence) return serverProblem('a channel was changed later than the record says');
  }
  if (compareStamps({ ...lastStamp, server: server.clock.server }, server.clock) > 0) {
    return serverProblem('a channel has a later stamp than the record says');
  }
  return null;
}

function serverProblem(reason: string): StoreProblem {
  return repaired(SERVER_SPACE, SERVER_KEY, `${reason}: numbers go on above those of the channels`);
}

/** This server stands behind one id of a name: the one on which it decided last. */
function repairHolds(replica: Replica): StoreProblem[] {
  const last = new Map<string, ChannelEntry>();
  const excess: ChannelEntry[] = [];
  for (const entry of replica.table.values()) {
    if (!entry.holders.has(replica.server)) continue;
    const other = last.get(entry.key);
    if (other === undefined || other.sequence < entry.sequence) last.set(entry.key, entry);
    if (other !== undefined) excess.push(other.sequence < entry.sequence ? other : entry);
  }
  return excess.map((entry) => {
    replica.setOwnPresence(entry, null);
    const kept = last.get(entry.key)!.document.id;
    return repaired(ENTRY_SPACE, entry.document.id, `this server held two ids of the name: it holds ${kept}`);
  });
}

/** A host's channel of which the document is gone stays remembered as one that is unknown here. */
function repairHostChannels(replica: Replica): StoreProblem[] {
  const problems: StoreProblem[] = [];
  const { channels } = replica.host;
  for (const key of channels.keys()) {
    const id = channels.idOf(key);
    if (id === null || replica.table.get(id) !== undefined) continue;
    replica.host.remember(key, { ...channels.get(key)!, id: null });
    const reason = `the host was given ${id}, which is unknown: it counts as a channel of the host's own`;
    problems.push(repaired(HOST_CHANNEL_SPACE, key, reason));
  }
  return problems;
}

/** Peers of whom what was remembered is lost. */
export function repairPeers(replica: Replica, forgotten: Iterable<ServerName>): StoreProblem[] {
  return Array.from(forgotten, (peer) => {
    replica.remember(peer, lostPeerMemory);
    const reason = `what was remembered of it is lost: what it would change waits in quarantine until "cburst readmit ${peer}"`;
    return repaired(PEER_MEMORY_SPACE, peer, reason);
  });
}

/** Of what is known of channels and links: servers of which nothing is remembered, though something was. */
export function unremembered(replica: Replica, linked: Iterable<ServerName>): Set<ServerName> {
  const servers = new Set(linked);
  for (const { holders } of replica.table.values()) for (const [server] of holders) servers.add(server);
  for (const server of [replica.server, ...replica.peers.keys()]) servers.delete(server);
  return servers;
}

function repaired(space: string, key: string, reason: string): StoreProblem {
  return { space, key, reason, bytes: 0, outcome: 'repaired' };
}
