import { expect, test } from 'vitest';
import type { FieldKey } from '../../../src/core/field.ts';
import { LostWrites } from '../../../src/core/lost-writes.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import { a, at, b, channelId, register, topic } from '../../support/replica-fixture.ts';

const id = channelId(1);
const key = (n: number) => `key ${n}` as FieldKey;
const won = register(topic('won'), at(9, b));

test('of each field the latest write that lost is remembered, in whatever order they came', () => {
  const lost = new LostWrites();
  const [early, late] = [register(topic('early'), at(1, a)), register(topic('late'), at(2, a))];
  lost.note(id, key(1), late, won);
  lost.note(id, key(1), early, won);
  lost.note(id, key(2), early, won);
  expect([lost.of(id, key(1)), lost.of(id, key(2)), lost.of(id, key(3))]).toEqual([late, early, null]);
  expect(lost.of(channelId(2), key(1))).toBeNull();
});

test('what nobody wrote, and the same said again, is no loss', () => {
  const lost = new LostWrites();
  lost.note(id, key(1), register(topic('default'), floorStamp(a)), won);
  lost.note(id, key(2), register(topic('won'), at(1, a)), won);
  expect([lost.of(id, key(1)), lost.of(id, key(2))]).toEqual([null, null]);
});

test('of more fields than are remembered those that lost longest ago are forgotten', () => {
  const lost = new LostWrites(2);
  const write = register(topic('x'), at(1, a));
  for (const n of [1, 2, 1, 3]) lost.note(id, key(n), write, won);
  expect([1, 2, 3].map((n) => lost.of(id, key(n)))).toEqual([write, null, write]);
});
