import { expect, test } from 'vitest';
import { whyNot } from './growth.ts';
import { summarize } from './report.ts';

const step = {
  channels: 1000,
  ours: summarize([new Map([['memory of B per channel, bytes', 10_000]])]),
};
const gib = 2 ** 30;

test('a size is begun that time and memory allow', () => {
  expect(whyNot(step, 10_000, 60_000, 5000, gib)).toBeNull();
});

test('a size is not begun that would not be over in time', () => {
  expect(whyNot(step, 10_000, 49_000, 5000, gib)).toBe(
    '10,000 channels would take longer than the time given',
  );
});

test('a size is not begun whose processes would not fit', () => {
  expect(whyNot(step, 100_000, 1e9, 5000, gib)).toBe('100,000 channels would not fit in memory');
});
