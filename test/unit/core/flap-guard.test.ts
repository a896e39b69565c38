import { expect, test } from 'vitest';
import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { FieldKey } from '../../../src/core/field.ts';
import { FIGHTS_MAX, FlapGuard } from '../../../src/core/flap-guard.ts';

const key = '#a' as ChannelKey;
const secret = 'flag:secret' as FieldKey;
const topic = 'topic' as FieldKey;
const options = { limit: 2, windowMs: 1000 };

test('beyond the limit within the window a field is left to the host, and said so once', () => {
  const guard = new FlapGuard(options);
  expect([0, 10, 20, 30].map((now) => guard.undone(key, secret, now))).toEqual([false, false, true, false]);
  expect([...guard.leftOf(key, 40)]).toEqual([secret]);
  expect(guard.isLeft(key, topic, 40)).toBe(false);
  expect(guard.isLeft('#b' as ChannelKey, secret, 40)).toBe(false);
});

test('what is undone more slowly is nobody’s fight', () => {
  const guard = new FlapGuard(options);
  for (let now = 0; now < 20_000; now += 600) expect(guard.undone(key, secret, now)).toBe(false);
});

test('it ends when neither has tried for the length of the window, and begins anew', () => {
  const guard = new FlapGuard(options);
  for (const now of [0, 10, 20]) guard.undone(key, secret, now);
  expect(guard.isLeft(key, secret, 1019)).toBe(true);
  expect(guard.isLeft(key, secret, 1020)).toBe(false);
  expect([2000, 2010, 2020].map((now) => guard.undone(key, secret, now))).toEqual([false, false, true]);
});

test('a clock that was put back ends it', () => {
  const guard = new FlapGuard(options);
  for (const now of [5000, 5010, 5020]) guard.undone(key, secret, now);
  expect(guard.isLeft(key, secret, 4000)).toBe(false);
});

test('no more fights are kept than the bound', () => {
  const guard = new FlapGuard({ limit: 0, windowMs: 1000 });
  for (let n = 0; n <= FIGHTS_MAX; n++) expect(guard.undone(`#${n}` as ChannelKey, secret, 0)).toBe(true);
  expect(guard.isLeft('#0' as ChannelKey, secret, 0)).toBe(false);
  expect(guard.isLeft('#1' as ChannelKey, secret, 0)).toBe(true);
});
