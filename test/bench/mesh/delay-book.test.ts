import { expect, test } from 'vitest';
import { DelayBook } from './delay-book.ts';

test('each change is to arrive at every other host', () => {
  const book = new DelayBook(3);
  book.sent('#a', 1, 100);
  expect(book.missing).toBe(2);
  book.arrived(1, '#a', 1, 103);
  book.arrived(2, '#a', 1, 105);
  expect([book.missing, book.delays]).toEqual([0, [3, 5]]);
});

test('a newer change tells of the older ones, each once', () => {
  const book = new DelayBook(2);
  book.sent('#a', 1, 100);
  book.sent('#a', 2, 110);
  book.arrived(1, '#a', 2, 120);
  book.arrived(1, '#a', 2, 150);
  expect([book.missing, book.delays]).toEqual([0, [20, 10]]);
});

test('what was told before it was sent here counts for nothing', () => {
  const book = new DelayBook(2);
  book.arrived(1, '#a', 1, 90);
  book.sent('#a', 2, 100);
  book.arrived(1, '#a', 1, 105);
  expect([book.missing, book.delays]).toEqual([1, []]);
});
