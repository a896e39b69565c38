import { expect, test } from 'vitest';
import { MinuteCounts } from '../../../src/core/minute-counts.ts';
import { a, b, t0 } from '../../support/replica-fixture.ts';

test('counts within the minute that the first began, for each peer', () => {
  const counts = new MinuteCounts();
  expect(counts.count(a, t0)).toBe(0);
  counts.add(a, 2, t0);
  counts.add(a, 3, t0 + 59_999);
  counts.add(b, 7, t0 + 1);
  expect(counts.count(a, t0 + 59_999)).toBe(5);
  expect(counts.count(b, t0 + 59_999)).toBe(7);
  expect(counts.count(a, t0 + 60_000)).toBe(0);
  counts.add(a, 1, t0 + 60_000);
  expect(counts.count(a, t0 + 119_999)).toBe(1);
});

test('nothing begins no minute', () => {
  const counts = new MinuteCounts();
  counts.add(a, 0, t0);
  counts.add(a, 1, t0 + 30_000);
  expect(counts.count(a, t0 + 60_000)).toBe(1);
});

test('a clock that is put back ends the minute', () => {
  const counts = new MinuteCounts();
  counts.add(a, 5, t0 + 86_400_000);
  expect(counts.count(a, t0)).toBe(0);
  counts.add(a, 1, t0);
  expect(counts.count(a, t0 + 1)).toBe(1);
});
