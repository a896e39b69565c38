import { expect, test } from 'vitest';
import { ExtensionManager } from '../../../src/extension/extension-manager.ts';
import { peerServer } from '../../../src/sidecar/peer-server.ts';
import { TransactionLoop } from '../../../src/sidecar/transaction-loop.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import { a, b, c, channelId } from '../../support/replica-fixture.ts';

test('the resume point of a peer is written when it moves, in the transaction that moves it', () => {
  let commits = 0;
  class Disk extends MemoryStore {
    override commit(changes: Parameters<MemoryStore['commit']>[0]): void {
      commits++;
      super.commit(changes);
    }
  }
  const newId = () => channelId(1);
  const store = new ReplicaStore(new Disk(), {
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 0,
    newId,
    newEpoch: newId,
  });
  const loop = new TransactionLoop(store, {
    now: () => 0,
    defer: (run) => run(),
    committed: () => {},
    failed: (error) => {
      throw error;
    },
  });
  const extensions = new ExtensionManager({ changed: () => {}, failed: () => {} });
  const rules = { conflicts: null, channels: null, fields: null };
  const server = peerServer(b, {
    ...{
      software: 'test',
      store,
      loop,
      extensions,
      linkedPeers: () => [c],
      expelled: () => false,
      run: 'run',
      rules: () => rules,
    },
  });
  expect(server.cursor()).toBeNull();
  commits = 0;
  const move = (sequence: number) => server.submit(() => server.setCursor({ epoch: 'e', sequence }));
  move(7);
  expect(server.cursor()).toEqual({ epoch: 'e', sequence: 7 });
  expect(commits).toBe(1);
  move(7);
  expect(commits).toBe(1);
  move(8);
  expect(commits).toBe(2);
  expect(server.linkedPeers()).toEqual([c]);
});
