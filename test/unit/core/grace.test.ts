import { expect, test } from 'vitest';
import { Grace } from '../../../src/core/grace.ts';
import { a, createReplica, name, t0 } from '../../support/replica-fixture.ts';

function held(graceMs: number | null) {
  const replica = createReplica();
  const entry = replica.createChannel(name, t0, [], false);
  replica.table.hold(entry, a, { members: 0, reachable: true, graceMs, said: null });
  return entry;
}

test('what is kept is due once so much time has passed', () => {
  const grace = new Grace(a);
  const entry = held(1000);
  grace.keep(entry.document.id, 1000);
  expect(grace.pass(400, () => entry)).toEqual([]);
  expect(grace.leftMs(entry)).toBe(600);
  expect(grace.pass(600, () => entry)).toEqual([entry]);
});

test('what came back, or is gone, is not kept any more', () => {
  const grace = new Grace(a);
  const back = held(null);
  grace.keep(back.document.id, 1000);
  expect(grace.leftMs(back)).toBeNull();
  expect(grace.pass(2000, () => back)).toEqual([]);
  const gone = held(1000);
  grace.keep(gone.document.id, 1000);
  expect(grace.pass(2000, () => undefined)).toEqual([]);
  expect(grace.pass(2000, () => gone)).toEqual([]);
});

test('an id to which a channel moves is kept as long as the one before', () => {
  const grace = new Grace(a);
  const [from, to] = [held(1000), held(1000)];
  grace.keep(from.document.id, 700);
  grace.move(from.document.id, to.document.id);
  expect(grace.leftMs(to)).toBe(700);
});
