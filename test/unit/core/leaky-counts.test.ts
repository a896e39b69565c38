import { expect, test } from 'vitest';
import { LeakyCounts } from '../../../src/core/leaky-counts.ts';
import { a, b, t0 } from '../../support/replica-fixture.ts';

test('forgets so much a minute, for each peer, and never more than there is', () => {
  const counts = new LeakyCounts(() => 10);
  expect(counts.count(a, t0)).toBe(0);
  counts.add(a, 25, t0);
  counts.add(b, 7, t0);
  expect([counts.count(a, t0 + 30_000), counts.count(b, t0 + 30_000)]).toEqual([20, 2]);
  counts.add(a, 10, t0 + 60_000);
  expect(counts.count(a, t0 + 120_000)).toBe(15);
  expect(counts.count(a, t0 + 3_600_000)).toBe(0);
});

test('a clock that is put back forgets nothing, and holds nothing up', () => {
  const counts = new LeakyCounts(() => 10);
  counts.add(a, 5, t0 + 86_400_000);
  expect(counts.count(a, t0)).toBe(5);
  counts.add(a, 1, t0);
  expect(counts.count(a, t0 + 60_000)).toBe(0);
});
