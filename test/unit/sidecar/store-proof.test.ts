import { expect, test } from 'vitest';
import { StoreProof } from '../../../src/sidecar/store-proof.ts';
import { TransactionLoop } from '../../../src/sidecar/transaction-loop.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import { a, t0 } from '../../support/replica-fixture.ts';

class Disk extends MemoryStore {
  full = false;

  override commit(changes: Parameters<MemoryStore['commit']>[0]): void {
    if (this.full) throw new Error('the disk is full');
    super.commit(changes);
  }
}

test('a quiet store that takes no writes any more is found out within half a minute', () => {
  const disk = new Disk();
  const store = new ReplicaStore(disk, {
    server: a,
    casemapping: 'ascii',
    restartGraceMs: 0,
    newId: () => expect.fail('no channel is made'),
    newEpoch: () => 'epoch',
  });
  const failures: unknown[] = [];
  const loop = new TransactionLoop(store, {
    now: () => t0,
    defer: (run) => run(),
    elapsed: () => 0,
    committed: () => {},
    failed: (error) => failures.push(error),
  });
  const proof = new StoreProof({ store, submit: (run) => loop.submit(run) });
  proof.tick(30_000);
  loop.submit(() => {});
  expect(failures).toEqual([]);
  disk.full = true;
  // Nothing is to be written.
  loop.submit(() => {});
  proof.tick(29_000);
  expect(failures).toEqual([]);
  proof.tick(1_000);
  expect(failures).toHaveLength(1);
});
