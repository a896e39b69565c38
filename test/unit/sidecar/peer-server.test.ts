import { expect, test } from 'vitest';
import { encodeRelay } from '../../../src/core/relay-scopes.ts';
import { ExtensionManager } from '../../../src/extension/extension-manager.ts';
import { peerServer } from '../../../src/sidecar/peer-server.ts';
import { TransactionLoop } from '../../../src/sidecar/transaction-loop.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import { a, b, c, channelId } from '../../support/replica-fixture.ts';

test('the resume point of a peer is written when it moves, in the transaction that moves it', () => {
  const { server, commitsSince } = createServer();
  expect(server.cursor()).toBeNull();
  commitsSince();
  const move = (sequence: number) => server.submit(() => server.setCursor({ epoch: 'e', sequence }));
  move(7);
  expect(server.cursor()).toEqual({ epoch: 'e', sequence: 7 });
  expect(commitsSince()).toBe(1);
  move(7);
  expect(commitsSince()).toBe(0);
  move(8);
  expect(commitsSince()).toBe(1);
  expect(server.linkedPeers()).toEqual([c]);
});

test('what a peer keeps from others is stored when it changes, and is what its last hello says', () => {
  const { server, commitsSince, store, disk } = createServer();
  const kept = () => encodeRelay(store.replica.peers.get(b)?.relay ?? new Map());
  commitsSince();
  server.greeted({ relay: [] });
  expect(commitsSince()).toBe(0);
  const relay = [`@${c}`, '#A*', 'key'];
  server.greeted({ relay });
  expect([kept(), commitsSince()]).toEqual([[`@${c}`, '#a*', 'key'], 1]);
  server.greeted({ relay });
  expect(commitsSince()).toBe(0);
  expect(encodeRelay(new ReplicaStore(disk, options).replica.peers.get(b)!.relay!)).toEqual(kept());
  commitsSince();
  server.greeted({ relay: [] });
  expect([kept(), commitsSince()]).toEqual([[], 1]);
  store.replica.remember(b, { relay: null });
  server.greeted({ relay: [] });
  expect(store.replica.peers.get(b)!.relay).toEqual(new Map());
});

test('a peer that is to be told everything is, until it has acknowledged some of it', () => {
  const { server, store, disk } = createServer();
  store.replica.remember(b, { acknowledged: 7, anew: true });
  expect(server.acknowledgedBefore()).toBe(Number.POSITIVE_INFINITY);
  server.acknowledged(0);
  expect(server.acknowledgedBefore()).toBe(Number.POSITIVE_INFINITY);
  expect(new ReplicaStore(disk, options).replica.peers.get(b)).toMatchObject({ acknowledged: 0, anew: true });
  server.acknowledged(9);
  expect(server.acknowledgedBefore()).toBe(9);
});

const newId = () => channelId(1);
const options = { server: a, casemapping: 'rfc1459', restartGraceMs: 0, newId, newEpoch: newId } as const;

/** Server a as the session with b sees it. */
function createServer() {
  let commits = 0;
  class Disk extends MemoryStore {
    override commit(changes: Parameters<MemoryStore['commit']>[0]): void {
      commits++;
      super.commit(changes);
    }
  }
  const disk = new Disk();
  const store = new ReplicaStore(disk, options);
  const loop = new TransactionLoop(store, {
    now: () => 0,
    defer: (run) => run(),
    elapsed: () => 0,
    committed: () => {},
    failed: (error) => {
      throw error;
    },
  });
  const extensions = new ExtensionManager({ changed: () => {}, failed: () => {} });
  const rules = { conflicts: null, channels: null, fields: null, relay: [] };
  const server = peerServer(b, {
    ...{
      software: 'test',
      store,
      loop,
      extensions,
      linkedPeers: () => [c],
      expelled: () => false,
      run: 'run',
      wallNow: () => 0,
      rules: () => rules,
    },
  });
  const commitsSince = () => {
    const since = commits;
    commits = 0;
    return since;
  };
  return { server, store, disk, commitsSince };
}
