import { strict as assert } from 'node:assert';
import type { Casemapping } from '../core/casemapping.ts';
import type { ServerName } from '../core/identity.ts';
import { newPeerMemory } from '../core/peer-memory.ts';
import { decodeRelay, encodeRelay } from '../core/relay-scopes.ts';
import type { ExtensionManager } from '../extension/extension-manager.ts';
import type { SessionServer } from '../peer/session-server.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import type { TransactionLoop } from './transaction-loop.ts';

export interface PeerServerDependencies {
  readonly software: string;
  readonly store: ReplicaStore;
  readonly loop: TransactionLoop;
  readonly extensions: ExtensionManager;
  readonly linkedPeers: () => ServerName[];
  readonly expelled: (peer: ServerName) => boolean;
  /** A UUID of this run of the process. */
  readonly run: string;
  /** Unix milliseconds. */
  readonly wallNow: () => number;
  /** What the hello tells `peer` of this server's rules. */
  readonly rules: (peer: ServerName) => SessionServer['rules'];
}

/** This server as the session with `peer` sees it. */
export function peerServer(peer: ServerName, dependencies: PeerServerDependencies): SessionServer {
  const { software, store, loop, extensions, linkedPeers, expelled, run, wallNow, rules } = dependencies;
  const { replica, epoch } = store;
  return {
    name: replica.server,
    casemapping: replica.casemapping,
    software,
    epoch,
    run,
    wallNow,
    rules: rules(peer),
    extensions,
    linkedPeers,
    expelled: () => expelled(peer),
    greeted: ({ relay }) => {
      const { scopes } = readRelay(replica.casemapping, relay);
      const told = encodeRelay(scopes).join();
      loop.submit(() => {
        const known = replica.peers.get(peer) ?? newPeerMemory;
        if (known.relay === null || encodeRelay(known.relay).join() !== told)
          replica.remember(peer, { relay: scopes });
      });
    },
    sequence: () => replica.sequence,
    cursor: () => store.cursors.get(peer) ?? null,
    acknowledgedBefore: () => {
      const { acknowledged, anew } = replica.peers.get(peer) ?? newPeerMemory;
      return anew ? Number.POSITIVE_INFINITY : acknowledged;
    },
    acknowledged: (sequence) => {
      const known = replica.peers.get(peer);
      // Until it has all of a full burst it goes on to resume from where it was.
      const anew = known?.anew === true && sequence === 0;
      if (known?.acknowledged === sequence && known.anew === anew) return;
      loop.submit(() => replica.remember(peer, { acknowledged: sequence, anew }));
    },
    setCursor: (cursor) => {
      const present = store.cursors.get(peer);
      if (present?.epoch === cursor.epoch && present.sequence === cursor.sequence) return;
      store.setCursor(peer, cursor);
    },
    submit: (run, durable) => loop.submit(run, durable),
  };
}

/** A hello that says it in another form is not read at all. */
function readRelay(casemapping: Casemapping, items: readonly string[]) {
  const decoded = decodeRelay(casemapping, items);
  assert('scopes' in decoded, 'a hello was read that keeps something from others in an unknown form');
  return decoded;
}
