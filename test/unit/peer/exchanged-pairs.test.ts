import { expect, test } from 'vitest';
import { ExchangedPairs } from '../../../src/peer/exchanged-pairs.ts';

test('a pair is known from the next round on, and neither half of it alone', () => {
  const pairs = new ExchangedPairs();
  pairs.note(1, 2);
  pairs.note(3, null);
  pairs.note(null, 4);
  expect(pairs.wereExchanged(1, 2)).toBe(false);
  pairs.endRound(true);
  expect(pairs.wereExchanged(1, 2)).toBe(true);
  expect(pairs.wereExchanged(3, null)).toBe(true);
  expect(pairs.wereExchanged(null, 4)).toBe(true);
  for (const [own, peer] of [
    [2, 1],
    [1, 3],
    [1, null],
    [null, 3],
    [4, null],
  ] as const) {
    expect(pairs.wereExchanged(own, peer)).toBe(false);
  }
});

test('what a complete round did not come across is forgotten, what another did not is kept', () => {
  const pairs = new ExchangedPairs();
  pairs.note(1, 2);
  pairs.endRound(true);
  pairs.note(3, 4);
  pairs.endRound(false);
  expect([pairs.wereExchanged(1, 2), pairs.wereExchanged(3, 4)]).toEqual([true, true]);
  pairs.note(3, 4);
  pairs.endRound(true);
  expect([pairs.wereExchanged(1, 2), pairs.wereExchanged(3, 4)]).toEqual([false, true]);
});

test('no more pairs are kept than are stated, the latest first', () => {
  const pairs = new ExchangedPairs();
  for (let n = 0; n < 10_000; n++) pairs.note(n, 0);
  pairs.endRound(false);
  for (let n = 10_000; n < 30_000; n++) pairs.note(n, 0);
  pairs.endRound(false);
  const known = Array.from({ length: 30_000 }, (_, n) => n).filter((n) => pairs.wereExchanged(n, 0));
  expect(known).toHaveLength(16_384);
  expect(known[0]).toBe(10_000);
});
