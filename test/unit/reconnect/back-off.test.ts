import { expect, it } from 'vitest';
import { BackOff } from '../../../src/reconnect/back-off.ts';

const delays = (backOff: BackOff, count: number) => Array.from({ length: count }, () => backOff.next());

it('doubles the bound of the delay up to the last', () => {
  const almostOne = 1 - Number.EPSILON;
  const backOff = new BackOff(() => almostOne, { firstMs: 500, lastMs: 30_000 });
  expect(delays(backOff, 8)).toEqual([499, 999, 1999, 3999, 7999, 15999, 29999, 29999]);
  expect(backOff.longest).toBe(30_000);
});

it('spreads each delay over the whole range below its bound', () => {
  const numbers = [0, 0.5, 0.25];
  const backOff = new BackOff(() => numbers.shift()!, { firstMs: 100, lastMs: 1000 });
  expect(delays(backOff, 3)).toEqual([0, 100, 100]);
});

it('starts anew after a reset', () => {
  const backOff = new BackOff(() => 0.5, { firstMs: 500, lastMs: 30_000 });
  expect(delays(backOff, 3)).toEqual([250, 500, 1000]);
  backOff.reset();
  expect(delays(backOff, 2)).toEqual([250, 500]);
});
