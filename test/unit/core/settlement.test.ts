import { expect, test } from 'vitest';
import { ABSORBED_MAX, ABSORBED_UNKNOWN_MAX } from '../../../src/core/document.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import {
  at,
  b,
  channelId,
  createReplica,
  flag,
  name,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

const key = createReplica().key(name);

/** A server that holds a merged id whose absorbed ones sort last. */
function merging() {
  const replica = createReplica('a.example' as never, 500, 'merge');
  const entry = replica.createChannel(name, t0, [], true);
  replica.setOwnPresence(entry, 1);
  replica.write(entry, [flag('secret')], () => at(1));
  return { replica, winner: entry };
}

function rival(n: number, absorbed: readonly number[] = []) {
  const more = { createdAt: t0 + 1000, origin: b, absorbed: new Set(absorbed.map(channelId)) };
  return part(channelId(n), [register(flag('moderated'), at(2, b))], more);
}

test('an id that was merged is not pushed out by later ones, however small', () => {
  const { replica, winner } = merging();
  const first = channelId(9000);
  replica.receive(b, rival(9000), 1, t0 + 2000);
  expect(winner.document.absorbed).toEqual(new Set([first]));
  replica.receive(b, rival(9000), null, t0 + 2000);
  for (let n = 1; n < ABSORBED_MAX + 9; n++) {
    replica.receive(b, rival(n), 1, t0 + 2000 + n);
    replica.receive(b, rival(n), null, t0 + 2000 + n);
  }
  expect(winner.document.absorbed.size).toBe(ABSORBED_MAX);
  expect(winner.document.absorbed.has(first)).toBe(true);
  expect(replica.heldEntry(key)).toBe(winner);
});

test('of ids that a rival names and nobody knows here only so many are taken along', () => {
  const { replica, winner } = merging();
  const named = Array.from({ length: ABSORBED_MAX }, (_, n) => n + 1);
  replica.receive(b, rival(9000, named), 1, t0 + 2000);
  expect(winner.document.absorbed.size).toBe(ABSORBED_UNKNOWN_MAX);
  expect(winner.document.absorbed.has(channelId(9000))).toBe(true);
});

test('who moves to another id tells what an ircd set there by itself, and no writes of others', () => {
  const replica = createReplica();
  const own = replica.createChannel(name, t0 + 1000, [], true);
  replica.setOwnPresence(own, 1);
  replica.takeChanges();
  // Older, so it counts; its creator may be gone from it by now, and never tell of it again.
  const fields = [register(flag('no-external'), floorStamp(b)), register(flag('secret'), at(2, b))];
  replica.receive(b, part(channelId(9), fields, { createdAt: t0, origin: b }), 1, t0 + 2000);
  const { outgoing } = replica.takeChanges();
  expect(replica.heldEntry(key)!.document.id).toBe(channelId(9));
  expect(outgoing.get(channelId(9))).toEqual(new Set(['flag:no-external']));
  expect(outgoing.get(own.document.id)).toEqual(new Set());
});
