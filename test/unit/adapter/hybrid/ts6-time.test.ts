import { expect, test } from 'vitest';
import { secondNamed } from '../../../../src/adapter/hybrid/ts6-time.ts';

test.each([
  ['Sunday November 22 2026 -- 16:41:55 +0000', 1795365715],
  ['On-line since Sunday November 22 2026 -- 18:41:55 +0200', 1795365715],
  ['Sunday November 22 2026 -- 11:11:55 -0530', 1795365715],
  ['Friday January 1 2027 -- 00:00:00 +00:00', 1798761600],
])('%s', (text, second) => {
  expect(secondNamed(text)).toBe(second);
});

test.each(['', 'Sunday Novembre 22 2026 -- 16:41:55 +0000', 'Sunday November 22 2026', '16:41:55 +0000'])(
  '"%s" is no second',
  (text) => {
    expect(secondNamed(text)).toBeNull();
  },
);
