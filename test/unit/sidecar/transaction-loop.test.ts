import { expect, test } from 'vitest';
import { TransactionLoop } from '../../../src/sidecar/transaction-loop.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import { a, b, channelId, part, t0 } from '../../support/replica-fixture.ts';

test('work that waits shares a transaction, and hears in order once it is durable', () => {
  const { loop, notes, run, disk } = prepared();
  loop.submit(
    () => notes.push('first'),
    () => notes.push(`first durable, ${disk.commits} commits`),
  );
  loop.submit(
    () => notes.push('second'),
    () => notes.push('second durable'),
  );
  expect(notes).toEqual([]);
  run();
  expect(notes).toEqual(['first', 'second', 'first durable, 1 commits', 'second durable', 'committed']);
});

test('what waits behind long work has the next transaction, in its turn', () => {
  const { loop, notes, run, long } = prepared();
  loop.submit(long('first'), () => loop.submit(() => notes.push('follows from the first')));
  loop.submit(long('second'));
  loop.submit(() => notes.push('third'));
  run();
  expect(notes.join(', ')).toBe(
    'first, committed, second, committed, third, follows from the first, committed',
  );
});

test('a flush runs all that waits, and not what follows from it', () => {
  const { loop, notes, run, long } = prepared();
  loop.submit(long('first'), () => loop.submit(() => notes.push('follows')));
  loop.submit(long('second'));
  loop.flush();
  expect(notes).toEqual(['first', 'committed', 'second', 'committed']);
  run();
  expect(notes.at(-2)).toBe('follows');
});

test('what is submitted from a callback comes in the next transaction', () => {
  const { loop, notes, run } = prepared();
  loop.submit(
    () => notes.push('first'),
    () => loop.submit(() => notes.push('next')),
  );
  run();
  expect(notes).toEqual(['first', 'committed', 'next', 'committed']);
});

test('after the store failed nothing runs, and nobody hears', () => {
  const { loop, notes, run, disk } = prepared();
  disk.full = true;
  loop.submit(
    () => notes.push('first'),
    () => notes.push('durable'),
  );
  run();
  loop.submit(() => notes.push('later'));
  run();
  loop.stop();
  expect(notes).toEqual(['first', 'failed: the disk is full']);
});

test('a stop runs what waits and takes no more', () => {
  const { loop, notes, run } = prepared();
  loop.submit(() => notes.push('first'));
  loop.stop();
  loop.submit(() => notes.push('later'));
  run();
  expect(notes).toEqual(['first', 'committed']);
});

class Disk extends MemoryStore {
  full = false;
  commits = 0;

  override commit(changes: Parameters<MemoryStore['commit']>[0]): void {
    if (this.full) throw new Error('the disk is full');
    this.commits++;
    super.commit(changes);
  }
}

function prepared() {
  const disk = new Disk();
  const newId = () => channelId(1);
  const store = new ReplicaStore(disk, {
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 1000,
    newId,
    newEpoch: newId,
  });
  disk.commits = 0;
  const clock = { ms: 0 };
  const deferred: (() => void)[] = [];
  const notes: string[] = [];
  const loop = new TransactionLoop(store, {
    now: () => t0,
    defer: (work) => deferred.push(work),
    elapsed: () => clock.ms,
    committed: () => notes.push('committed'),
    failed: (error) => notes.push(`failed: ${(error as Error).message}`),
  });
  const run = () => {
    for (let work = deferred.shift(); work !== undefined; work = deferred.shift()) work();
  };
  /** Work that takes more than a turn. */
  const long = (note: string) => () => {
    clock.ms += 5;
    notes.push(note);
  };
  // Something to commit with the first transaction.
  store.replica.receive(b, part(channelId(9), []), 1, t0);
  return { loop, notes, run, disk, long };
}
