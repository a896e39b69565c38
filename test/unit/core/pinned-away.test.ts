import { expect, test } from 'vitest';
import type { Register } from '../../../src/core/document.ts';
import { pinField } from '../../../src/core/pin.ts';
import { pinnedAway } from '../../../src/core/pinned-away.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import {
  a,
  at,
  b,
  ban,
  c,
  channelId,
  createReplica,
  flag,
  name,
  noBan,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const nine = channelId(9);
const pinned = register(pinField(null), at(50, b));
const copied = [register(ban('x!*@*'), at(50, b)), register(topic('another'), at(50, b))];

/** A server that holds an id with a ban and a topic, and a flag that its ircd set by itself. */
function holding() {
  const replica = createReplica();
  const entry = replica.createChannel(name, t0 + 10, [flag('no-external')], true);
  replica.setOwnPresence(entry, 1);
  replica.write(entry, [ban('x!*@*'), topic('t'), flag('secret', false)], () => at(20));
  return replica;
}

test.each<[string, Register[], number | null, ReturnType<typeof pinnedAway>]>([
  ['of an id without its fields', [pinned], 1, { missing: 2, unset: 0 }],
  ['of an id that nobody holds', [pinned], null, { missing: 2, unset: 0 }],
  ['of an id with all of them, other values too', [pinned, ...copied], 1, { missing: 0, unset: 0 }],
  [
    'of an id on which one is unset',
    [pinned, ...copied.slice(1), register(noBan('x!*@*'), at(50, b))],
    1,
    { missing: 0, unset: 1 },
  ],
  ['for other servers', [register(pinField([b, c]), at(50, b))], 1, null],
  ['for this server', [register(pinField([a]), at(50, b))], 1, { missing: 2, unset: 0 }],
  ['at a floor stamp', [register(pinField(null), floorStamp(b))], 1, { missing: 2, unset: 0 }],
  [
    'before the held id was created, of one that nobody holds',
    [register(pinField(null), at(5, b))],
    null,
    null,
  ],
  ['that there is none', copied, 1, null],
])('a decision %s', (_name, registers, members, away) => {
  expect(pinnedAway(holding(), { peer: b, part: part(nine, registers), members })).toEqual(away);
});

test('a decision that is known counts once somebody holds the id', () => {
  const replica = holding();
  replica.receive(b, part(nine, [register(pinField(null), at(5, b))]), null, t0 + 60);
  const rest = part(nine, [register(ban('x!*@*'), at(60, b))]);
  expect(pinnedAway(replica, { peer: b, part: rest, members: null })).toBeNull();
  expect(pinnedAway(replica, { peer: b, part: rest, members: 1 })).toEqual({ missing: 1, unset: 0 });
});

test('a decision takes nothing from a server that holds no id, or that one', () => {
  const message = { peer: b, part: part(nine, [pinned]), members: 1 };
  const replica = createReplica();
  expect(pinnedAway(replica, message)).toBeNull();
  replica.receive(b, message.part, 1, t0 + 60);
  replica.setOwnPresence(replica.table.get(nine)!, 1);
  expect(pinnedAway(replica, message)).toBeNull();
});

test('an earlier decision than the one here takes nothing', () => {
  const replica = holding();
  replica.write(replica.heldEntry(replica.key(name))!, [pinField(null)], () => at(70));
  expect(pinnedAway(replica, { peer: b, part: part(nine, [pinned]), members: 1 })).toBeNull();
});

test('what shows through from a merged id is lost as well, unless it shows through there too', () => {
  const replica = createReplica(a, 1, 'merge');
  const entry = replica.createChannel(name, t0, [], true);
  replica.setOwnPresence(entry, 1);
  replica.write(entry, [flag('secret')], () => at(1));
  const eight = part(channelId(8), [register(ban('x!*@*'), at(2, c))], { createdAt: t0 + 5 });
  replica.receive(c, eight, 1, t0 + 10);
  expect(entry.document.absorbed).toEqual(new Set([channelId(8)]));
  const own = [pinned, register(flag('secret'), at(50, b))];
  const message = { peer: b, part: part(nine, own), members: 1 };
  expect(pinnedAway(replica, message)).toEqual({ missing: 1, unset: 0 });
  const merging = { ...message, part: part(nine, own, { absorbed: new Set([channelId(8)]) }) };
  expect(pinnedAway(replica, merging)).toEqual({ missing: 0, unset: 0 });
});
