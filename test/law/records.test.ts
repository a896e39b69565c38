import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLimited, ruleScope } from '../../src/core/exchange-scope.ts';
import { fieldKey } from '../../src/core/field.ts';
import type { HostChannel } from '../../src/core/host-channel.ts';
import { initialWrites, writeModes } from '../../src/core/host-writes.ts';
import type { PeerMemory } from '../../src/core/peer-memory.ts';
import { encodeRelay } from '../../src/core/relay-scopes.ts';
import { encodeJson } from '../../src/store/encode-json.ts';
import { decodeHostChannel, encodeHostChannel } from '../../src/store/host-channel-record.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { decodePeerMemory, encodePeerMemory } from '../../src/store/peer-memory-record.ts';
import { ReplicaStore } from '../../src/store/replica-store.ts';
import {
  decodePeerCursor,
  decodeServerRecord,
  encodePeerCursor,
  encodeServerRecord,
} from '../../src/store/server-record.ts';
import { a, b, channelId, t0 } from '../support/replica-fixture.ts';
import {
  arbitraryChannelId,
  arbitraryChannelName,
  arbitraryExchangeRule,
  arbitraryField,
  arbitraryPart,
  arbitraryServerName,
  arbitraryStamp,
} from './arbitraries.ts';

const casemapping = 'rfc1459';
const prose = fc.string({ unit: 'binary', maxLength: 40 });
const fields = fc
  .array(arbitraryField, { maxLength: 6 })
  .map((list) => new Map(list.map((field) => [fieldKey(casemapping, field), field])));

const hostChannel: fc.Arbitrary<HostChannel> = fc.record({
  name: arbitraryChannelName,
  id: fc.option(arbitraryChannelId),
  createdAt: fc.nat(),
  shown: fields,
  substitutes: fc
    .array(fc.record({ wanted: arbitraryField, shown: fc.option(arbitraryField), reason: prose }), {
      maxLength: 3,
    })
    .map((list) => {
      const keyed = list.map((each) => ({
        ...each,
        shownKey: each.shown && fieldKey(casemapping, each.shown),
      }));
      return new Map(keyed.map((each) => [fieldKey(casemapping, each.wanted), each]));
    }),
  keepsShowing: fc.boolean(),
  offered: fc.option(fc.record({ createdAt: fc.nat(), fields })),
});

test('a host’s channel survives as a record', () => {
  fc.assert(
    fc.property(hostChannel, (channel) => {
      expect(decodeHostChannel(encodeHostChannel(channel), casemapping)).toEqual({ channel });
    }),
  );
});

test('what a server remembers of itself and of its peers survives as a record', () => {
  const hostWrites = fc.record({
    mode: fc.constantFrom(...writeModes),
    reason: prose,
    by: prose,
    since: fc.maxSafeNat(),
  });
  const record = fc.record({
    server: arbitraryServerName,
    casemapping: fc.constant(casemapping),
    epoch: fc.uuid(),
    sequence: fc.maxSafeNat(),
    clock: arbitraryStamp,
    stoppedCleanly: fc.boolean(),
    host: fc.record({
      incarnation: prose,
      seen: fc.option(arbitraryStamp),
      profile: prose,
      writes: hostWrites,
    }),
    setAside: fc.nat(),
    quarantined: fc.nat(),
    rules: prose,
  });
  fc.assert(
    fc.property(record, (given) => {
      expect(decodeServerRecord(encodeServerRecord(given))).toEqual(given);
      const cursor = { epoch: given.epoch, sequence: given.sequence };
      expect(decodePeerCursor(encodePeerCursor(cursor))).toEqual(cursor);
    }),
  );
});

test('what is remembered of a peer survives as a record', () => {
  const memory = fc.record({
    syncedAt: fc.option(fc.maxSafeNat()),
    acknowledged: fc.maxSafeNat(),
    silentMs: fc.maxSafeNat(),
    review: fc.boolean(),
    anew: fc.boolean(),
    barred: fc.option(fc.record({ by: fc.string(), at: fc.maxSafeNat() })),
    relay: fc.option(
      fc.array(fc.tuple(arbitraryServerName, arbitraryExchangeRule)).map((rules) => {
        const scopes = rules.map(([server, rule]) => [server, ruleScope(casemapping, rule)] as const);
        return new Map(scopes.filter(([, scope]) => isLimited(scope)));
      }),
    ),
  });
  const comparable = ({ relay, ...rest }: PeerMemory) => ({ ...rest, relay: relay && encodeRelay(relay) });
  fc.assert(
    fc.property(memory, (given) => {
      const decoded = decodePeerMemory(encodePeerMemory(given), casemapping);
      expect(comparable(decoded!)).toEqual(comparable(given));
    }),
  );
  const before = encodeJson({ syncedAt: 1, acknowledged: 2, silentMs: 3 });
  expect(decodePeerMemory(before, casemapping)).toEqual({
    ...{ syncedAt: 1, acknowledged: 2, silentMs: 3 },
    relay: new Map(),
    review: false,
    anew: false,
    barred: null,
  });
  const odd = encodeJson({ syncedAt: 1, acknowledged: 2, silentMs: 3, review: 1 });
  expect(decodePeerMemory(odd, casemapping)).toBeNull();
  const barred = encodeJson({ syncedAt: 1, acknowledged: 2, silentMs: 3, barred: { by: 'carol' } });
  expect(decodePeerMemory(barred, casemapping)).toBeNull();
  for (const relay of [['key'], [1], 'key'])
    expect(
      decodePeerMemory(encodeJson({ syncedAt: 1, acknowledged: 2, silentMs: 3, relay }), casemapping),
    ).toBeNull();
});

test('damaged records are none; reading them never throws', () => {
  const record = encodeServerRecord({
    server: a,
    casemapping,
    epoch: 'e',
    sequence: 1,
    clock: { ms: 1, counter: 0, server: a },
    stoppedCleanly: true,
    host: { incarnation: '', seen: null, profile: '', writes: initialWrites('go') },
    setAside: 0,
    quarantined: 0,
    rules: '',
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.nat(record.length - 1).map((end) => record.slice(0, end)),
      ),
      (bytes) => {
        expect(decodeServerRecord(bytes)).toBeNull();
        expect(decodePeerCursor(bytes)).toBeNull();
        expect(decodeHostChannel(bytes, casemapping)).toHaveProperty('problem');
      },
    ),
  );
});

test('a replica comes back from its store as it was, but that nobody else can be reached', () => {
  fc.assert(
    fc.property(fc.array(arbitraryPart(casemapping), { maxLength: 4 }), hostChannel, (parts, channel) => {
      const disk = new MemoryStore();
      const before = open(disk);
      const { replica } = before;
      for (const part of parts) replica.receive(b, part, 2, t0);
      for (const entry of replica.table.values()) replica.setOwnPresence(entry, 1, null);
      const id = replica.table.values().next().value?.document.id ?? null;
      replica.host.remember(replica.key(channel.name), { ...channel, id });
      replica.host.hasSeenAll();
      before.setCursor(b, { epoch: 'e', sequence: 4 });
      before.commit();
      const after = open(disk);
      replica.lost(b);
      expect(after.problems).toEqual([]);
      expect([...after.replica.table.values()]).toEqual([...replica.table.values()]);
      const [last, lastAfter] = [replica.clock.last(), after.replica.clock.last()];
      const leftOut = (lastAfter.ms - last.ms) * 2 ** 32 + lastAfter.counter - last.counter;
      expect(leftOut).toBeGreaterThan(0);
      replica.leaveOutStamps(leftOut);
      expect(after.replica.host).toEqual(replica.host);
      expect(after.replica.sequence).toBe(replica.sequence);
      expect(after.replica.clock.last()).toEqual(replica.clock.last());
      expect(after.cursors).toEqual(before.cursors);
    }),
  );
});

function open(disk: MemoryStore): ReplicaStore {
  let ids = 0;
  const newId = () => channelId(++ids);
  return new ReplicaStore(disk, { server: a, casemapping, restartGraceMs: 1, newId, newEpoch: newId });
}
