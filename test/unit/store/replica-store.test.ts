import { describe, expect, test } from 'vitest';
import { ForeignStoreError } from '../../../src/store/load-replica.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore, type ReplicaStoreOptions } from '../../../src/store/replica-store.ts';
import type { Store, StoreRecord } from '../../../src/store/store.ts';
import { a, at, b, c, channelId, flag, name, part, register, t0 } from '../../support/replica-fixture.ts';

const nine = channelId(9);

describe('the epoch', () => {
  test('goes on after an orderly stop, and the sequence with it', () => {
    const disk = new Disk();
    const first = open(disk);
    first.replica.receive(b, part(nine, [register(flag('secret'), at(0, b))]), 1, t0);
    first.commit();
    first.close();
    const second = open(disk);
    expect(second.epoch).toBe(first.epoch);
    expect(second.replica.sequence).toBe(1);
  });

  test('is new after a crash, and after a crash that followed an orderly stop', () => {
    const disk = new Disk();
    const first = open(disk);
    const second = open(disk);
    second.close();
    const third = open(disk);
    const fourth = open(disk);
    expect(third.epoch).toBe(second.epoch);
    expect(new Set([first, second, fourth].map(({ epoch }) => epoch)).size).toBe(3);
  });
});

describe('an epoch of which somebody knows more than was issued', () => {
  const stopped = () => {
    const disk = new Disk();
    const first = open(disk);
    first.setCursor(b, { epoch: 'e', sequence: 4 });
    first.replica.remember(b, { acknowledged: 3 });
    first.commit();
    first.close();
    return disk;
  };

  test('was of a later state of the store: a new one begins, durably, and nobody resumes', () => {
    const disk = stopped();
    const restored = open(disk);
    const before = restored.epoch;
    expect(restored.renewEpoch(before)).toBe(true);
    restored.commit();
    expect(restored.epoch).not.toBe(before);
    expect(restored.cursors.size).toBe(0);
    expect(restored.replica.peers.get(b)!.acknowledged).toBe(0);
    restored.close();
    const again = open(disk);
    expect(again.epoch).toBe(restored.epoch);
    expect(again.cursors.size).toBe(0);
  });

  test('cannot be one of this start: whoever says so again is wrong', () => {
    const restored = open(stopped());
    const before = restored.epoch;
    restored.renewEpoch(before);
    restored.commit();
    const { epoch } = restored;
    expect([restored.renewEpoch(before), restored.renewEpoch(epoch)]).toEqual([false, false]);
    const fresh = open(new Disk());
    expect(fresh.renewEpoch(fresh.epoch)).toBe(false);
    expect(fresh.renewEpoch('another')).toBe(false);
  });
});

test('that the host is told to show a channel no more is known after a crash', () => {
  const disk = new Disk();
  const store = open(disk);
  store.replica.receive(b, part(nine, [register(flag('secret'), at(0, b))]), 1, t0);
  const { host, table } = store.replica;
  const entry = table.get(nine)!;
  store.commit();
  expect(host.showsDocument(entry.key, entry, 7)).toBe(true);
  store.commit();
  expect(open(disk).replica.host.channels.get(entry.key)!.offered).toBeNull();
  expect(host.leave(entry.key)).toBe(name);
  store.commit();
  const { channels } = open(disk).replica.host;
  expect(channels.get(entry.key)).toEqual(host.channels.get(entry.key));
  expect(channels.get(entry.key)!.offered).toMatchObject({ createdAt: 7 });
});

test('what was not committed is not there after a crash; what was is', () => {
  const disk = new Disk();
  const store = open(disk);
  store.replica.receive(b, part(nine, [register(flag('secret'), at(0, b))]), 1, t0);
  store.setCursor(b, { epoch: 'e', sequence: 4 });
  expect([...store.commit().entries]).toEqual([nine]);
  store.replica.receive(b, part(nine, [register(flag('moderated'), at(1, b))]), 1, t0);
  store.setCursor(b, { epoch: 'e', sequence: 5 });
  const after = open(disk);
  expect([...after.replica.table.get(nine)!.document.registers.keys()]).toEqual(['flag:secret']);
  expect(after.replica.table.get(nine)!.holders.get(b)).toMatchObject({ members: 1, reachable: false });
  expect(after.cursors.get(b)).toEqual({ epoch: 'e', sequence: 4 });
  expect(after.replica.clock.issue(0)).toMatchObject({
    ms: t0,
    counter: expect.toSatisfy((counter: number) => counter >= 1),
  });
});

test('two that go on from one state give other stamps, be the clock behind the last one', () => {
  const disk = new Disk();
  const store = open(disk);
  store.replica.receive(b, part(nine, [register(flag('secret'), at(0, b))]), 1, t0);
  store.replica.host.hasSeenAll();
  store.commit();
  const [one, other] = [open(disk), open(disk)];
  expect(one.replica.clock.issue(0)).not.toEqual(other.replica.clock.issue(0));
  expect(one.replica.host.seen).not.toEqual(other.replica.host.seen);
});

test('a channel of the host that is gone is gone from the disk', () => {
  const disk = new Disk();
  const store = open(disk);
  const key = store.replica.key(name);
  const shown = new Map();
  store.replica.host.remember(key, {
    name,
    id: null,
    createdAt: 0,
    shown,
    substitutes: new Map(),
    keepsShowing: false,
    offered: null,
  });
  store.commit();
  expect(open(disk).replica.host.channels.size).toBe(1);
  store.replica.host.remember(key, null);
  store.commit();
  expect(open(disk).replica.host.channels.size).toBe(0);
});

test('a number in quarantine is never given again, not even after its message left and the server crashed', () => {
  const disk = new Disk();
  const message = { peer: b, part: part(nine, []), members: 1 };
  const suspicion = { code: 'create-rate', text: 'too many' } as const;
  for (let number = 1; number <= 3; number++) {
    const store = open(disk);
    const { replica } = store;
    expect(replica.quarantine.add(message, suspicion, t0)).toMatchObject({ held: { number } });
    replica.quarantineChanged(number);
    store.commit();
    replica.quarantine.take(number);
    replica.quarantineChanged(number);
    store.commit();
  }
});

test('nothing changed: nothing is written', () => {
  const disk = new Disk();
  const store = open(disk);
  const { commits } = disk;
  store.commit();
  expect(disk.commits).toBe(commits);
});

test('records that make no sense are set aside, the others count', () => {
  const disk = new Disk();
  const first = open(disk);
  first.replica.receive(b, part(nine, []), 1, t0);
  first.commit();
  const value = Buffer.from('{');
  disk.commit(['channel', 'host', 'peer', 'later'].map((space) => ({ space, key: 'x', value })));
  const second = open(disk);
  expect(second.newProblems).toHaveLength(4);
  expect([...disk.listSetAside()].map(({ space }) => space).sort()).toEqual([
    'channel',
    'host',
    'later',
    'peer',
  ]);
  expect(second.replica.table.size).toBe(1);
  expect(open(disk).newProblems).toEqual([]);
});

describe('of a peer whose record is lost', () => {
  /** A channel of b, and what is remembered of b and c: both were linked. */
  function remembering(): Disk {
    const disk = new Disk();
    const store = open(disk);
    store.replica.receive(b, part(nine, []), 1, t0);
    for (const peer of [b, c]) store.replica.remember(peer, { silentMs: 2_000_000_000, review: peer === b });
    store.setCursor(c, { epoch: 'e', sequence: 1 });
    store.commit();
    store.close();
    return disk;
  }

  test('nothing changes anything before an operator says so, and nobody is told its writes', () => {
    const disk = remembering();
    disk.commit([{ space: 'peer-memory', key: b, value: Buffer.from('{"garb') }]);
    const { replica, newProblems, epoch } = open(disk);
    expect(replica.peers.get(b)).toMatchObject({ review: true, anew: true, relay: null });
    expect(replica.peers.get(c)).toMatchObject({ review: false, silentMs: 2_000_000_000 });
    expect(newProblems.map(({ outcome }) => outcome)).toEqual(['set-aside', 'repaired']);
    expect(newProblems[1]!.reason).toContain(`cburst readmit ${b}`);
    const again = open(disk);
    expect(again.replica.peers.get(b)).toMatchObject({ review: true, relay: null });
    expect(again.newProblems).toEqual([]);
    expect(epoch).not.toBe('');
  });

  test('that goes for all of whom something else is known, when a page of the file is damaged', () => {
    const disk = remembering();
    disk.commit([b, c].map((key) => ({ space: 'peer-memory', key, value: null })));
    expect(open(disk).replica.peers.size).toBe(0);
    disk.setAside({ space: 'damaged', key: 'page 1', value: Buffer.of(1), reason: 'odd' });
    const { replica } = open(disk);
    expect([...replica.peers.keys()]).toEqual([c, b]);
    for (const memory of replica.peers.values()) expect(memory).toMatchObject({ review: true, relay: null });
  });
});

test.each([
  ['another server', { server: b }, 'belongs to the server a.example'],
  ['another casemapping', { casemapping: 'ascii' } as const, 'under the casemapping rfc1459'],
])('the store of %s is refused, and not touched', (_, options, reason) => {
  const disk = new Disk();
  open(disk);
  disk.commit([{ space: 'channel', key: 'x', value: Buffer.from('{') }]);
  const { commits } = disk;
  expect(() => open(disk, options)).toThrow(ForeignStoreError);
  expect(() => open(disk, options)).toThrow(reason);
  expect([...disk.listSetAside()]).toEqual([]);
  expect(disk.commits).toBe(commits);
});

/** A disk outlives the process that used it. */
class Disk extends MemoryStore {
  commits = 0;

  override commit(changes: Parameters<Store['commit']>[0]): void {
    this.commits++;
    super.commit(changes);
  }

  /** In no particular order: here not in that in which they were written. */
  override load(): Iterable<StoreRecord> {
    return [...super.load()].reverse();
  }

  override close(): void {}
}

let epochs = 0;

function open(disk: Store, options: Partial<ReplicaStoreOptions> = {}): ReplicaStore {
  return new ReplicaStore(disk, {
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 1000,
    newId: () => nine,
    newEpoch: () => `epoch ${++epochs}`,
    ...options,
  });
}
