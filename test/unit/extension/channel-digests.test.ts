import { expect, test } from 'vitest';
import { DigestTree } from '../../../src/core/digest-tree.ts';
import type { Register } from '../../../src/core/document.ts';
import { passEverything, ruleScope, unlimitedScope } from '../../../src/core/exchange-scope.ts';
import { type FieldClass, fieldClasses } from '../../../src/core/field-class.ts';
import { KeptRoot } from '../../../src/core/kept-root.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { ChannelDigests } from '../../../src/extension/channel-digests.ts';
import {
  a,
  at,
  b,
  ban,
  c,
  channelId,
  createReplica,
  flag,
  joinKey,
  metadata,
  noBan,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const nine = channelId(9);
const ten = channelId(10);

test('covers what either side holds, and what was merged into that', () => {
  const replica = createReplica(a, 1, 'merge');
  replica.receive(b, part(nine, [], { absorbed: new Set([ten]) }), 3, t0);
  replica.receive(b, part(ten, []), null, t0);
  replica.receive(c, part(channelId(11), [], { name: '#other' as never }), 1, t0);
  const digests = new ChannelDigests(replica, b, unlimitedScope, new KeptRoot());
  const entries = [...digests.entries()];
  for (const entry of entries) expect([...digests.entries([entry.id])]).toEqual([entry]);
  expect([...digests.entries([channelId(11), channelId(99)])]).toEqual([]);
  expect(entries.map(({ id, first, second }) => ({ id, first, second }))).toEqual([
    { id: nine, first: null, second: 3 },
    { id: ten, first: null, second: null },
  ]);
});

test('is the same on both sides when both know the same, removals apart', () => {
  const [first, second] = [createReplica(a), createReplica(b, 8)];
  first.receive(b, part(nine, [register(topic('t'), at(0, b)), register(noBan('x!*@*'), at(1, b))]), 2, t0);
  const own = second.createChannel(part(nine, []).name, t0, [], true);
  expect(own.document.id).toBe(channelId(8));
  second.receive(a, part(nine, [register(topic('t'), at(0, b))]), null, t0);
  second.setOwnPresence(second.table.get(nine)!, 2);
  const digest = (replica: Replica, peer: typeof a) =>
    compared(replica, peer).filter(({ id }) => id === nine);
  expect(digest(first, b)).toEqual(digest(second, a));
  first.receive(b, part(nine, [register(ban('x!*@*'), at(2, b))]), 2, t0);
  expect(digest(first, b)).not.toEqual(digest(second, a));
});

test('has another revision after a removal, which its digest does not show', () => {
  const replica = createReplica(a);
  replica.receive(b, part(nine, [register(topic('t'), at(0, b))]), 2, t0);
  const entry = () => [...digestsOf(replica, b).entries()][0]!;
  const { digest, revision } = entry();
  replica.receive(b, part(nine, [register(noBan('x!*@*'), at(1, b))]), 2, t0);
  expect(entry().digest).toEqual(digest);
  expect(entry().revision).not.toBe(revision);
});

test('a removal that hides a ban of the channel above is compared: who lacks it shows that ban', () => {
  const [first, second] = [createReplica(a), createReplica(b, 8)];
  const above = part(ten, [register(ban('x!*@*'), at(1, b))], { name: '#above' as never });
  const links = [
    register(metadata('parent', '#above'), at(2, b)),
    register(metadata('inherit', 'bans'), at(2, b)),
  ];
  const below = (...removed: Register[]) => part(nine, [...links, ...removed]);
  const removal = register(noBan('x!*@*'), at(3, b));
  first.receive(b, above, 1, t0);
  first.receive(b, below(removal), 2, t0);
  second.receive(a, above, null, t0);
  second.setOwnPresence(second.table.get(ten)!, 1);
  second.receive(a, below(), null, t0);
  second.setOwnPresence(second.table.get(nine)!, 2);
  expect(compared(first, b)).not.toEqual(compared(second, a));
  second.receive(a, below(removal), null, t0);
  expect(compared(first, b)).toEqual(compared(second, a));
});

test('leaves out what a third server keeps from one of the two, on both sides', () => {
  const [first, second] = [createReplica(a), createReplica(b, 8)];
  const own = [register(topic('t'), at(0, c)), register(flag('secret'), at(0, a))];
  first.receive(b, part(nine, [...own, register(joinKey('k'), at(1, c))]), 2, t0);
  second.receive(a, part(nine, own), null, t0);
  second.setOwnPresence(second.table.get(nine)!, 2);
  const digests = () => [compared(first, b), compared(second, a)];
  expect(digests()[0]).not.toEqual(digests()[1]);
  const fields = fieldClasses.filter((each) => each !== 'key');
  const relay = new Map([[b, ruleScope('rfc1459', { ...passEverything, fields })]]);
  for (const replica of [first, second]) replica.remember(c, { relay });
  expect(digests()[0]).toEqual(digests()[1]);
  // What b has from c itself, or had before, is left out as well.
  second.receive(c, part(nine, [register(joinKey('other'), at(0, c))]), null, t0);
  expect(digests()[0]).toEqual(digests()[1]);
});

test('leaves out what the rules do not let through', () => {
  const replica = createReplica();
  replica.receive(b, part(nine, [register(topic('t'), at(0, b))]), 1, t0);
  const digest = (channels: string[], fields: FieldClass[]) => {
    const scope = ruleScope('rfc1459', { channels: channels as never[], except: [], fields });
    return [...digestsOf(replica, b, scope).entries()].map((entry) => entry.digest.low);
  };
  expect(digest(['#x*'], ['topic'])).toEqual([]);
  const topicOnly = digest(['#*'], ['topic']);
  replica.receive(b, part(nine, [register(flag('secret'), at(0, b))]), 1, t0);
  expect(digest(['#*'], ['topic'])).toEqual(topicOnly);
  expect(digest(['#*'], ['topic', 'modes'])).not.toEqual(topicOnly);
});

/** What the two sides say of the same: revisions are each side's own. */
function compared(replica: Replica, peer: typeof a) {
  return Array.from(digestsOf(replica, peer).entries(), ({ revision: _, ...entry }) => entry);
}

/** From one call to the next, as from one link to the next. */
const roots = new WeakMap<Replica, KeptRoot>();

/** What was kept of what a replica compares with its peer is what a walk comes to, whatever happened since. */
function digestsOf(replica: Replica, peer: typeof a, scope = unlimitedScope) {
  const kept = roots.get(replica) ?? new KeptRoot();
  roots.set(replica, kept);
  const digests = new ChannelDigests(replica, peer, scope, kept);
  expect(digests.root(7)).toEqual(new DigestTree(digests.entries(), 7).root());
  return digests;
}
