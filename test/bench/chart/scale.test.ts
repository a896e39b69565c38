import { expect, test } from 'vitest';
import { decadeScale, shortNumber } from './scale.ts';

test('a scale goes from power of ten to power of ten, and each has as much room', () => {
  const { place, ticks } = decadeScale([20, 7000], 0, 300);
  expect(ticks).toEqual([10, 100, 1000, 10_000]);
  expect([10, 100, 1000, 10_000].map(place).map(Math.round)).toEqual([0, 100, 200, 300]);
});

test('a scale may run upwards, and has a decade even for one value', () => {
  const { place, ticks } = decadeScale([1000], 200, 0);
  expect(ticks).toEqual([1000, 10_000]);
  expect(place(1000)).toBe(200);
});

test.each([
  [1_000_000, '1M'],
  [2_500, '2.5k'],
  [0.0123, '0.012'],
  [42, '42'],
])('%d is written %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});
