import { expect, test } from 'vitest';
import { lastChanges } from '../../../src/store/last-changes.ts';
import { valueBytesMax } from '../../../src/store/store.ts';

test('keeps the last change of each record', () => {
  const [one, two] = [Buffer.from('1'), Buffer.from('2')];
  const last = lastChanges([
    { space: 'a', key: 'k', value: one },
    { space: 'b', key: 'k', value: one },
    { space: 'a', key: 'k', value: two },
    { space: 'b', key: 'k', value: null },
  ]);
  expect([...last.values()]).toEqual([
    { space: 'a', key: 'k', value: two },
    { space: 'b', key: 'k', value: null },
  ]);
});

test('refuses a value above the bound and names no content', () => {
  const value = new Uint8Array(valueBytesMax + 1);
  expect(() => lastChanges([{ space: 'a', key: 'k', value }])).toThrow(
    /a value in a is at most 67108864 bytes/,
  );
});
