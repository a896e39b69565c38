import { expect, test } from 'vitest';
import { cutToWidth, textWidth } from '../../../src/cli/text-width.ts';

test.each([
  ['', 0],
  ['#general', 8],
  ['é', 1],
  ['e\u0301', 1],
  ['日本語', 6],
  ['ＡＢ', 4],
  ['한글', 4],
  ['👍', 2],
  ['👨‍👩‍👧', 2],
  ['❤️', 2],
  ['\u200b', 0],
  ['…', 1],
])('%j takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdef', 5, 'abcd…'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
])('%j in %i columns is %j', (text, width, cut) => {
  expect(cutToWidth(text, width)).toBe(cut);
  expect(textWidth(cut)).toBeLessThanOrEqual(width);
});
