import { beforeEach, describe, expect, test } from 'vitest';
import { ircBytes, ircText } from '../../../src/core/irc-text.ts';
import { refusalKey } from '../../../src/core/refused-content.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { encodeEntry } from '../../../src/store/entry-record.ts';
import { encodeHostChannel } from '../../../src/store/host-channel-record.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import type { StoreRecord } from '../../../src/store/store.ts';
import { LastingStore } from '../../support/lasting-store.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  flag,
  joinKey,
  name,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

const nine = channelId(9);
const hostChannel = {
  name,
  id: nine,
  createdAt: 5,
  shown: new Map([['join-key' as never, joinKey('sesame')]]),
  substitutes: new Map(),
  keepsShowing: false,
  offered: null,
};

let disk: LastingStore;
let before: ReplicaStore;
let starts = 0;

beforeEach(() => {
  disk = new LastingStore();
  before = open();
  const { replica } = before;
  replica.receive(b, part(nine, [register(joinKey('sesame'), at(0, b))]), 1, t0);
  replica.host.remember(replica.key(name), hostChannel);
  replica.remember(b, { syncedAt: t0, acknowledged: 1 });
  before.setCursor(b, { epoch: 'of b', sequence: 4 });
  before.commit();
  before.close();
});

describe('a record that makes no sense', () => {
  test.each(['channel', 'quarantine', 'damaged'])('of the kind %s: nobody resumes', (space) => {
    if (space === 'damaged') disk.setAside({ space, key: 'page 1', value: Buffer.of(1), reason: 'odd' });
    else disk.commit([{ space, key: 'x', value: Buffer.from('{') }]);
    const after = open();
    expect(after.newProblems).toMatchObject([{ space, outcome: 'set-aside', bytes: 1 }]);
    expectDistrusted(after);
  });

  test('of another kind costs no more than itself', () => {
    disk.commit(
      ['host', 'peer', 'peer-memory', 'journal', 'refused', 'later'].map((space) => ({
        space,
        key: 'x',
        value: Buffer.from('{}'),
      })),
    );
    const after = open();
    expect(after.newProblems.map(({ space }) => space).sort()).toEqual(
      ['host', 'peer', 'peer-memory', 'peer-memory', 'journal', 'refused', 'later'].sort(),
    );
    expect(after.epoch).toBe(before.epoch);
    expect(after.cursors.get(b)).toEqual({ epoch: 'of b', sequence: 4 });
    expect(after.replica.table.size).toBe(1);
  });

  test('under another key than its own is set aside', () => {
    const { replica } = before;
    const key = 'x';
    disk.commit([
      { space: 'channel', key, value: encodeEntry(replica.table.get(nine)!) },
      { space: 'host', key, value: encodeHostChannel(hostChannel) },
    ]);
    expect(
      open()
        .newProblems.map(({ space }) => space)
        .sort(),
    ).toEqual(['channel', 'host']);
  });

  test('is told of once as new, and stays listed', () => {
    disk.commit([{ space: 'later', key: 'x', value: Buffer.from('{') }]);
    const [problem] = open().newProblems;
    const after = open();
    expect(after.newProblems).toEqual([]);
    expect(after.problems).toEqual([problem]);
  });

  test('still costs the epoch when the start that set it aside did not get to its end', () => {
    disk.commit([{ space: 'channel', key: 'x', value: Buffer.from('{') }]);
    const broken = new LastingStore();
    for (const record of disk.load()) broken.commit([record]);
    broken.commit = () => {
      throw new Error('killed');
    };
    expect(() => open(broken)).toThrow('killed');
    broken.commit = LastingStore.prototype.commit;
    expect([...broken.listSetAside()]).toHaveLength(1);
    expectDistrusted(open(broken));
  });

  test('is doubted with all others when somebody cleared those of before', () => {
    for (let n = 0; n < 3; n++)
      disk.setAside({ space: 'later', key: String(n), value: Buffer.of(1), reason: 'odd' });
    open().close();
    const cleared = new LastingStore();
    for (const record of disk.load()) cleared.commit([record]);
    cleared.setAside({ space: 'damaged', key: 'page 1', value: Buffer.of(1), reason: 'odd' });
    expectDistrusted(open(cleared));
    const empty = new LastingStore();
    for (const record of disk.load()) empty.commit([record]);
    expect(open(empty).newProblems).toEqual([]);
  });

  test('never says what a join key is', () => {
    for (const record of [...disk.load()]) {
      const text = ircText(record.value);
      for (let end = 0; end < text.length; end++) {
        const cut = new LastingStore();
        cut.commit([{ ...record, value: ircBytes(text.slice(0, end)) }]);
        for (const { reason } of open(cut).problems) expect(reason).not.toContain('sesame');
      }
    }
  });
});

describe('what the server remembers of itself', () => {
  test('is missing: numbers go on above those of the channels, and nobody resumes', () => {
    disk.commit([{ space: 'server', key: 'self', value: null }]);
    const after = open();
    expect(after.newProblems).toMatchObject([{ space: 'server', key: 'self', outcome: 'repaired' }]);
    expectDistrusted(after);
    expect(after.replica.sequence).toBe(1);
    expect(after.replica.clock.issue(0)).toMatchObject({
      ms: t0,
      counter: expect.toSatisfy((counter: number) => counter >= 1),
    });
  });

  test('is not readable: it is set aside as well', () => {
    disk.commit([{ space: 'server', key: 'self', value: Buffer.from('{') }]);
    const after = open();
    expect(after.newProblems.map(({ outcome }) => outcome)).toEqual(['set-aside', 'repaired']);
    expectDistrusted(after);
  });

  test.each([
    ['change', (replica: Replica) => replica.receive(b, part(channelId(8), []), 1, t0)],
    ['stamp', (replica: Replica) => replica.clock.issue(t0 + 5000)],
  ])('is older than a %s of a channel: nobody resumes', (_, work) => {
    const old = serverRecord();
    const later = open();
    work(later.replica);
    const [entry] = later.replica.table.values();
    later.replica.write(entry!, [flag('secret')], () => later.replica.clock.issue(t0));
    later.commit();
    later.close();
    disk.commit([old]);
    const after = open();
    expect(after.newProblems).toMatchObject([{ space: 'server', outcome: 'repaired' }]);
    expectDistrusted(after);
    expect(after.replica.sequence).toBe(later.replica.sequence);
  });

  test('and nothing at all is a new store, of which there is nothing to tell', () => {
    expect(open(new LastingStore()).problems).toEqual([]);
  });
});

describe('records that contradict each other', () => {
  test('two ids of one name held here: the later decision counts', () => {
    const { replica } = before;
    const own = [channelId(1), channelId(2)].map((id, n) => {
      const entry = replica.table.create(part(id, [register(flag('secret'), at(0))]), t0);
      replica.table.hold(entry, a, { members: 3, reachable: true, graceMs: null, said: null });
      entry.sequence = 10 - n;
      return { space: 'channel', key: id, value: encodeEntry(entry) };
    });
    replica.continueSequence(10);
    disk.commit([...own, serverRecord(replica)]);
    const after = open();
    expect(after.newProblems).toMatchObject([{ space: 'channel', key: channelId(2), outcome: 'repaired' }]);
    expect(after.replica.heldEntry(replica.key(name))?.document.id).toBe(channelId(1));
    expect(after.epoch).toBe(before.epoch);
    const left = after.replica.table.get(channelId(2))!;
    expect(left).toMatchObject({ left: true, sequence: 11 });
    expect(left.holders.size).toBe(0);
    expect(left.changedAt).toBe(t0);
    expect(open().newProblems).toEqual([]);
  });

  test('a host’s channel of an unknown id counts as its own', () => {
    const { replica } = before;
    const key = replica.key(name);
    disk.commit([{ space: 'host', key, value: encodeHostChannel({ ...hostChannel, id: channelId(5) }) }]);
    const after = open();
    expect(after.newProblems).toMatchObject([{ space: 'host', key, outcome: 'repaired' }]);
    expect(after.replica.host.channels.get(key)).toEqual({ ...hostChannel, id: null });
    expect(after.epoch).toBe(before.epoch);
    expect(open().newProblems).toEqual([]);
  });

  test('a resume point of a peer that nobody knows harms nothing', () => {
    const after = open();
    after.setCursor(c, { epoch: 'of c', sequence: 1 });
    after.commit();
    after.close();
    expect(open().problems).toEqual([]);
  });
});

test('decisions, quarantine, refusals and what is known of peers survive, and so does their end', () => {
  const first = open();
  const { replica } = first;
  replica.advance(t0);
  const decision = {
    kind: 'moved',
    channel: name,
    from: nine,
    to: null,
    by: '',
    reason: 'r',
    lost: [],
  } as const;
  for (let n = 0; n < 12; n++) replica.decide(decision);
  const message = { peer: b, members: 1, part: part(channelId(7), []) };
  const suspicion = { code: 'origin', text: 'odd' } as const;
  for (const peer of [b, c]) {
    const added = replica.quarantine.add({ ...message, peer }, suspicion, t0);
    if ('held' in added) replica.quarantineChanged(added.held.number);
  }
  replica.refuse({ peer: c, id: nine, digest: 'd', channel: name, number: 1 });
  replica.refuse({ peer: b, id: nine, digest: 'e', channel: name, number: 1 });
  first.commit();
  const second = open();
  expect([...second.replica.journal.values()]).toEqual([...replica.journal.values()]);
  expect(second.replica.quarantine.list()).toEqual(replica.quarantine.list());
  expect(second.replica.refused.list()).toEqual(replica.refused.list());
  expect(second.replica.peers).toEqual(replica.peers);
  expect(replica.peers.get(b)).toMatchObject({ syncedAt: t0, acknowledged: 1 });
  second.replica.quarantine.take(1);
  second.replica.quarantineChanged(1);
  second.replica.refuse({ peer: c, id: nine, digest: 'f', channel: name, number: 1 });
  second.commit();
  const third = open();
  expect(third.replica.quarantine.list().map(({ number }) => number)).toEqual([2]);
  expect(third.replica.refused.list().map(({ digest }) => digest)).toEqual(['e', 'f']);
  expect(refusalKey(c, nine)).toBe(`${nine} ${c}`);
  expect(third.problems).toEqual([]);
});

test('a channel that is forgotten is gone from the disk', () => {
  const first = open();
  const entry = first.replica.table.get(nine)!;
  first.replica.burstEnded(b, new Set());
  first.replica.host.remember(first.replica.key(name), null);
  first.replica.forgetEntry(entry);
  first.commit();
  expect([...disk.load()].filter(({ space }) => space === 'channel')).toEqual([]);
});

test('work of any kind that was not committed is no orderly stop', () => {
  const first = open();
  first.replica.refuse({ peer: b, id: nine, digest: 'e', channel: name, number: 1 });
  first.close();
  expect(open().epoch).not.toBe(first.epoch);
});

function expectDistrusted(store: ReplicaStore): void {
  expect(store.epoch).not.toBe(before.epoch);
  expect(store.cursors).toEqual(new Map());
  expect(store.replica.peers.get(b)).toMatchObject({ syncedAt: null, acknowledged: 0 });
  store.close();
}

function serverRecord(replica: Replica = before.replica): StoreRecord {
  const record = [...disk.load()].find(({ space }) => space === 'server')!;
  const text = ircText(record.value).replace(/"sequence":\d+/, `"sequence":${replica.sequence}`);
  return { ...record, value: ircBytes(text) };
}

function open(store: LastingStore = disk): ReplicaStore {
  return new ReplicaStore(store, {
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 1000,
    newId: () => channelId(1),
    newEpoch: () => `epoch ${++starts}`,
  });
}
