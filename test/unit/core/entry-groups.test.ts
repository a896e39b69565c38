import { expect, test } from 'vitest';
import { NO_PLACE } from '../../../src/core/entry-groups.ts';
import {
  a,
  at,
  b,
  channelId,
  createReplica,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

test('what changed after a moment is found without a look at everything', () => {
  const replica = createReplica(a);
  for (let n = 1; n <= 1000; n++) replica.receive(b, channel(n), 1, t0);
  const { groups } = replica.table;
  const { revision } = groups;
  const { sequence } = replica;
  expect([...groups.changedAfter(revision)]).toEqual([]);
  expect([...groups.after(sequence)]).toEqual([]);
  replica.receive(b, channel(500, 1), 1, t0);
  const changed = [...groups.changedAfter(revision)];
  expect(changed).toHaveLength(1);
  const looked = [...groups.of(changed[0]!)].map(({ document }) => document.id);
  expect(looked).toContain(channelId(500));
  expect(looked.length).toBeLessThan(10);
  expect([...groups.after(sequence)].map(({ document }) => document.id)).toEqual([channelId(500)]);
});

test('presence is a change that has no sequence', () => {
  const replica = createReplica(a);
  replica.receive(b, channel(1), 1, t0);
  const { groups } = replica.table;
  const [{ revision }, { sequence }] = [groups, replica];
  replica.receive(b, channel(1), 2, t0);
  expect([...groups.changedAfter(revision)]).toEqual([0]);
  expect([...groups.after(sequence)]).toEqual([]);
});

test('the place of what is forgotten is taken by another one, and both are changes', () => {
  const replica = createReplica(a);
  for (let n = 1; n <= 20; n++) replica.receive(b, channel(n), n === 3 ? null : 1, t0);
  const { groups } = replica.table;
  const entry = replica.table.get(channelId(3))!;
  const { place } = entry;
  const before = groups.revision;
  replica.forgetEntry(entry);
  expect(entry.place).toBe(NO_PLACE);
  expect([...groups.changedAfter(before)]).toEqual([0]);
  expect([...groups.of(0)]).toHaveLength(7);
  const between = groups.revision;
  replica.receive(b, channel(99), 1, t0);
  expect(replica.table.get(channelId(99))!.place).toBe(place);
  expect([...groups.changedAfter(between)]).toEqual([0]);
  const all = Array.from({ length: groups.size }, (_, group) => [...groups.of(group)]).flat();
  expect(new Set(all)).toEqual(new Set(replica.table.values()));
});

function channel(n: number, later = 0) {
  return part(channelId(n), [register(topic(`t${later}`), at(later, b))], { name: `#${n}` as never });
}
