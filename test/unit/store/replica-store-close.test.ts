import { expect, it } from 'vitest';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import { type StoreChange, StoreError } from '../../../src/store/store.ts';
import { a, at, b, ban, channelId, flag, part, register, t0 } from '../../support/replica-fixture.ts';

/** The disk of a machine: each start opens it anew; commits fail while `full`. */
class Disk extends MemoryStore {
  full = false;

  override commit(changes: readonly StoreChange[]): void {
    if (this.full) throw new StoreError('full', 'the disk is full');
    super.commit(changes);
  }

  /** The process stays, and so do the records. */
  override close(): void {}
}

let epochs = 0;
function start(disk: Disk, rules = ''): ReplicaStore {
  return new ReplicaStore(disk, {
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 60_000,
    newId: () => channelId(1),
    newEpoch: () => `epoch ${++epochs}`,
    rules,
  });
}

function receive(store: ReplicaStore, n: number): void {
  const news = part(channelId(n), [register(ban('x!*@*'), at(n))]);
  expect(store.replica.receive(b, news, 1, t0)).toBeNull();
}

it('goes on in its epoch, with its sequence, after an orderly stop', () => {
  const disk = new Disk();
  const before = start(disk);
  receive(before, 1);
  before.commit();
  before.close();
  const after = start(disk);
  expect(after.epoch).toBe(before.epoch);
  expect(after.replica.sequence).toBe(1);
});

it('compares with every peer in full when what is let in has changed', () => {
  const disk = new Disk();
  const before = start(disk);
  before.setCursor(b, { epoch: 'of b', sequence: 4 });
  before.commit();
  before.close();
  const same = start(disk);
  expect([...same.cursors.keys()]).toEqual([b]);
  same.close();
  const other = start(disk, 'topics only');
  expect(other.epoch).not.toBe(before.epoch);
  expect([...other.cursors.keys()]).toEqual([]);
  expect(other.newProblems).toEqual([]);
  other.close();
  expect(start(disk, 'topics only').epoch).toBe(other.epoch);
});

it('takes a new epoch after a stop that did not close it', () => {
  const disk = new Disk();
  const before = start(disk);
  expect(start(disk).epoch).not.toBe(before.epoch);
});

it('is not marked as orderly after a commit failed, though the disk has room by then', () => {
  const disk = new Disk();
  const before = start(disk);
  receive(before, 1);
  before.commit();
  receive(before, 2);
  disk.full = true;
  expect(() => before.commit()).toThrow('the disk is full');
  disk.full = false;
  before.close();
  const after = start(disk);
  expect(after.epoch).not.toBe(before.epoch);
  expect(after.replica.table.size).toBe(1);
  expect(after.replica.sequence).toBe(1);
});

it('is not marked as orderly when work broke off in the middle', () => {
  const disk = new Disk();
  const before = start(disk);
  receive(before, 1);
  const entry = before.replica.table.get(channelId(1))!;
  const stamp = () => {
    throw new Error('a defect');
  };
  expect(() => before.replica.write(entry, [flag('secret')], stamp)).toThrow('a defect');
  before.close();
  const after = start(disk);
  expect(after.epoch).not.toBe(before.epoch);
  expect(after.replica.sequence).toBe(0);
});
