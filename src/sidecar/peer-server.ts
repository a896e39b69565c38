import type { ChannelEntry } from '../core/channel-table.ts';
import type { Register } from '../core/document.ts';
import type { FieldKey } from '../core/field.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import type { SessionServer } from '../peer/session-server.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import type { PeerCursor } from '../store/server-record.ts';
import type { DocumentMessage } from '../wire/document-line.ts';
import type { TransactionLoop } from './transaction-loop.ts';

export interface PeerServerDependencies {
  readonly software: string;
  readonly store: ReplicaStore;
  readonly loop: TransactionLoop;
  readonly linkedPeers: () => ServerName[];
  /** False: channels are neither presented nor taken in (`[modules] enabled_modules`, `[extensions.channel_burst] enabled`). */
  readonly channelBurst: boolean;
}

/** This server as the session with `peer` sees it: what of the replica it tells, and how it takes in. */
export function peerServer(peer: ServerName, dependencies: PeerServerDependencies): SessionServer {
  const { store, loop, channelBurst } = dependencies;
  const { replica } = store;
  // Pages are judged one after the other here, while the session already reads the next ones. Once something was refused
  // the resume point stays where it is, so that the next link brings it again.
  let refused = false;
  // Known channels only, so their number is bounded. What the peer said of them, perhaps that it left, did not count.
  const unconfirmed = new Set<ChannelId>();
  const take = ({ part, members }: DocumentMessage, now: number): string | null => {
    const problem = channelBurst
      ? replica.receive(peer, part, members, now)
      : 'the channel burst is switched off here';
    refused ||= problem !== null;
    if (problem === null) unconfirmed.delete(part.id);
    else if (replica.table.get(part.id) !== undefined) unconfirmed.add(part.id);
    return problem;
  };
  const changed = (since: number, matches: (entry: ChannelEntry) => boolean): ChannelId[] => {
    if (!channelBurst) return [];
    const ids: ChannelId[] = [];
    for (const entry of replica.table.values()) {
      if (entry.sequence > since && matches(entry)) ids.push(entry.document.id);
    }
    return ids;
  };
  return {
    name: replica.server,
    casemapping: replica.casemapping,
    software: dependencies.software,
    epoch: store.epoch,
    linkedPeers: dependencies.linkedPeers,
    sequence: () => replica.sequence,
    cursor: () => store.cursors.get(peer) ?? null,
    held: (since) => changed(since, (entry) => entry.holders.has(replica.server)),
    notHeld: (since) =>
      changed(since, (entry) => !entry.holders.has(replica.server) && (since > 0 || entry.left)),
    describe: (id, keys) => {
      const entry = channelBurst ? replica.table.get(id) : undefined;
      return entry === undefined ? null : describe(entry, replica.server, keys);
    },
    receive: (messages, cursor, durable) => {
      let problems: (string | null)[] = [];
      loop.submit(
        (now) => {
          problems = messages.map((message) => take(message, now));
          if (cursor !== null && !refused) moveCursor(store, peer, cursor);
        },
        () => durable(problems),
      );
    },
    burstEnded: (seen, unread) =>
      loop.submit(() => replica.burstEnded(peer, seen, unconfirmed.union(unread))),
  };
}

function describe(
  entry: ChannelEntry,
  self: ServerName,
  keys: ReadonlySet<FieldKey> | null,
): DocumentMessage {
  const { document } = entry;
  const members = entry.holders.get(self)?.members ?? null;
  if (keys === null) return { part: document, members };
  const registers = new Map<FieldKey, Register>();
  for (const key of keys) {
    const register = document.registers.get(key);
    if (register !== undefined) registers.set(key, register);
  }
  return { part: { ...document, registers }, members };
}

function moveCursor(store: ReplicaStore, peer: ServerName, cursor: PeerCursor): void {
  const present = store.cursors.get(peer);
  if (present?.epoch !== cursor.epoch || present.sequence !== cursor.sequence) store.setCursor(peer, cursor);
}
