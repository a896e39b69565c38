import { expect, test } from 'vitest';
import { replaceBetween } from './replace-between.ts';

test('what stands between the marks is replaced, again and again', () => {
  const text = 'before\n<begin>\nold\n<end>\nafter\n';
  const once = replaceBetween(text, '<begin>', '<end>', 'new\n');
  expect(once).toBe('before\n<begin>\n\nnew\n\n<end>\nafter\n');
  expect(replaceBetween(once, '<begin>', '<end>', 'new\n')).toBe(once);
});

test('a text without both marks is refused', () => {
  expect(() => replaceBetween('<end>\n<begin>\n', '<begin>', '<end>', 'x')).toThrow('no <begin> … <end>');
});
