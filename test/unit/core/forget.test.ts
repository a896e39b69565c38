import { expect, test } from 'vitest';
import { forget } from '../../../src/core/forget.ts';
import type { Replica } from '../../../src/core/replica.ts';
import {
  a,
  at,
  b,
  ban,
  channelId,
  createReplica,
  name,
  noBan,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

const key = createReplica().key(name);
const ageMinMs = 1000;
const all = { ageMinMs, acknowledged: Number.POSITIVE_INFINITY, meshComplete: true };
const removed = 'entry:ban:x!*@*' as never;

test('a removal goes when it is old enough, everybody acknowledged it and all are linked with all', () => {
  const replica = createRemoval();
  const { sequence } = held(replica);
  for (const [conditions, now] of [
    [all, t0 + ageMinMs - 1],
    [{ ...all, acknowledged: sequence - 1 }, t0 + ageMinMs],
    [{ ...all, meshComplete: false }, t0 + ageMinMs],
  ] as const) {
    expect(forget(replica, conditions, now)).toEqual({ removals: 0, documents: 0 });
  }
  replica.takeChanges();
  expect(forget(replica, { ...all, acknowledged: sequence }, t0 + ageMinMs)).toEqual({
    removals: 1,
    documents: 0,
  });
  expect(held(replica).document.registers.has(removed)).toBe(false);
  expect(held(replica).document.written).toBe(true);
  expect([...replica.takeChanges().entries]).toEqual([held(replica).document.id]);
});

test('a removal that was undone stays no removal', () => {
  const replica = createRemoval();
  replica.write(held(replica), [ban('x!*@*')], () => at(9));
  expect(forget(replica, all, t0 + ageMinMs)).toEqual({ removals: 0, documents: 0 });
  expect(held(replica).document.registers.has(removed)).toBe(true);
});

test('what is set is never taken for a removal, whatever was recorded of it', () => {
  const replica = createRemoval();
  replica.write(held(replica), [ban('x!*@*')], () => at(9));
  held(replica).removed!.set(removed, { sequence: 0, at: 0 });
  expect(forget(replica, all, t0 + ageMinMs)).toEqual({ removals: 0, documents: 0 });
  expect(held(replica).document.registers.has(removed)).toBe(true);
});

test('a document goes when nobody has held it for long enough, reachable or not', () => {
  const replica = createReplica();
  replica.receive(b, part(channelId(9), [register(ban('x!*@*'), at(0, b))]), 1, t0);
  replica.lost(b);
  expect(forget(replica, all, t0 + 9 * ageMinMs)).toEqual({ removals: 0, documents: 0 });
  replica.receive(b, part(channelId(9), []), null, t0 + 5000);
  expect(forget(replica, all, t0 + 5000 + ageMinMs - 1)).toEqual({ removals: 0, documents: 0 });
  replica.takeChanges();
  expect(forget(replica, all, t0 + 5000 + ageMinMs)).toEqual({ removals: 0, documents: 1 });
  expect(replica.table.size).toBe(0);
  expect(replica.table.named(key)).toEqual([]);
  expect([...replica.takeChanges().entries]).toEqual([channelId(9)]);
});

test('what the host still shows stays known', () => {
  const replica = createReplica();
  replica.receive(b, part(channelId(9), []), 1, t0);
  replica.receive(b, part(channelId(9), []), null, t0);
  const shown = { name, id: channelId(9), createdAt: 0, shown: new Map(), substitutes: new Map() };
  replica.host.remember(key, { ...shown, keepsShowing: true, offered: null });
  expect(forget(replica, all, t0 + ageMinMs).documents).toBe(0);
});

test('a removal on a merged id stays while it hides a default of the one into which it was merged', () => {
  const replica = createReplica();
  const floor = { ms: 0, counter: 0, server: b };
  const unset = register({ kind: 'flag', name: 'no-external', set: false }, at(1, a));
  replica.receive(b, part(channelId(8), [unset]), null, t0);
  const absorbed = new Set([channelId(8)]);
  const removals = () => forget(replica, all, t0 + 9 * ageMinMs).removals;
  const set = register({ kind: 'flag', name: 'no-external', set: true }, floor);
  replica.receive(b, part(channelId(9), [set], { absorbed }), 1, t0);
  expect(removals()).toBe(0);
  expect(replica.table.get(channelId(8))!.document.registers.size).toBe(1);
});

test('what was merged into a held id stays, and so does a removal that hides what it had', () => {
  const replica = createReplica(a, 1, 'merge');
  replica.advance(t0);
  const entry = replica.createChannel(name, t0 - 1, [], true);
  replica.write(entry, [noBan('x!*@*')], () => at(0));
  replica.setOwnPresence(entry, 1);
  replica.receive(b, part(channelId(9), [register(ban('x!*@*'), at(0, b))]), 1, t0);
  replica.receive(b, part(channelId(9), []), null, t0);
  expect([...entry.document.absorbed]).toEqual([channelId(9)]);
  expect(forget(replica, all, t0 + ageMinMs)).toEqual({ removals: 0, documents: 0 });
  expect(replica.view(key)!.fields.has(removed)).toBe(false);
});

function createRemoval(): Replica {
  const replica = createReplica();
  replica.advance(t0);
  const entry = replica.createChannel(name, t0, [], true);
  replica.setOwnPresence(entry, 1);
  replica.write(entry, [ban('x!*@*')], () => at(0));
  replica.write(entry, [noBan('x!*@*')], () => at(1));
  return replica;
}

function held(replica: Replica) {
  return replica.heldEntry(key)!;
}
