import { expect, test } from 'vitest';
import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { FieldKey } from '../../../src/core/field.ts';
import { FIGHTS_MAX, FlapGuard } from '../../../src/core/flap-guard.ts';

const key = '#a' as ChannelKey;
const secret = 'flag:secret' as FieldKey;
const options = { limit: 2, windowMs: 1000 };

/** A guard whose field is the host's until 1020. */
function fought(): FlapGuard {
  const guard = new FlapGuard(options);
  for (const now of [0, 10, 20]) guard.undone(key, secret, 'off', now);
  return guard;
}

test('beyond the limit within the window a field is left to the host, and said so once', () => {
  const guard = new FlapGuard(options);
  const left = [0, 10, 20, 30].map((now) => guard.undone(key, secret, 'off', now));
  expect(left).toEqual([false, false, true, false]);
  expect([...guard.leftOf(key, 40)]).toEqual([secret]);
  expect([...guard.leftOf('#b' as ChannelKey, 40)]).toEqual([]);
});

test('what is undone more slowly, or to another value each time, is nobody’s fight', () => {
  const guard = new FlapGuard(options);
  for (let now = 0; now < 20_000; now += 600) expect(guard.undone(key, secret, 'off', now)).toBe(false);
  for (let now = 0; now < 100; now++)
    expect(guard.undone(key, 'topic' as FieldKey, `${now}`, now)).toBe(false);
});

test('it ends when the host let it rest for the length of the window', () => {
  const guard = fought();
  expect([...guard.leftOf(key, 1019)]).toEqual([secret]);
  expect([...guard.leftOf(key, 1020)]).toEqual([]);
  expect([...guard.restored(1000, 1019)]).toEqual([]);
  expect([...guard.restored(1000, 1020)]).toEqual([key]);
  expect([...guard.restored(1020, 2000)]).toEqual([]);
});

test('what is undone again at once is the host’s for twice as long; later it begins anew', () => {
  const guard = fought();
  expect(guard.undone(key, secret, 'off', 1100)).toBe(true);
  expect([...guard.leftOf(key, 3099)]).toEqual([secret]);
  expect([...guard.leftOf(key, 3100)]).toEqual([]);
  expect([5200, 5210, 5220].map((now) => guard.undone(key, secret, 'off', now))).toEqual([
    false,
    false,
    true,
  ]);
  expect([...guard.leftOf(key, 6220)]).toEqual([]);
});

test('a clock that was put back ends it', () => {
  expect([...fought().leftOf(key, -1000)]).toEqual([]);
});

test('no more fights are kept than the bound', () => {
  const guard = new FlapGuard({ limit: 0, windowMs: 1000 });
  for (let n = 0; n <= FIGHTS_MAX; n++) {
    expect(guard.undone(`#${n}` as ChannelKey, secret, 'off', 0)).toBe(true);
  }
  expect([...guard.leftOf('#0' as ChannelKey, 0)]).toEqual([]);
  expect([...guard.leftOf('#1' as ChannelKey, 0)]).toEqual([secret]);
});
