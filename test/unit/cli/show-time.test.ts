import { expect, test } from 'vitest';
import { showAge, showTime } from '../../../src/cli/show-time.ts';

const now = Date.UTC(2024, 0, 1, 12);

test.each([
  [0, '-'],
  [now, '2024-01-01 12:00:00Z'],
])('%i is shown as %s', (ms, text) => {
  expect(showTime(ms)).toBe(text);
});

test.each([
  [now + 5000, '0s'],
  [now - 999, '0s'],
  [now - 59_999, '59s'],
  [now - 60_000, '1m'],
  [now - 3_600_000 * 30, '1d'],
  [0, '-'],
])('%i is %s ago', (ms, text) => {
  expect(showAge(ms, now)).toBe(text);
});
