import { expect, test } from 'vitest';
import { RecordMap } from '../../../src/store/record-map.ts';

test('keeps spaces apart and counts records', () => {
  const map = new RecordMap<number>();
  map.set({ space: 'a', key: 'k' }, 1);
  map.set({ space: 'b', key: 'k' }, 2);
  map.set({ space: 'a', key: 'k' }, 3);
  expect([map.size, map.get({ space: 'a', key: 'k' }), map.get({ space: 'b', key: 'k' })]).toEqual([2, 3, 2]);
  expect([...map.values()]).toEqual([3, 2]);
  map.delete({ space: 'a', key: 'k' });
  map.delete({ space: 'a', key: 'k' });
  map.delete({ space: 'c', key: 'k' });
  expect([map.size, map.has({ space: 'a', key: 'k' }), map.has({ space: 'b', key: 'k' })]).toEqual([
    1,
    false,
    true,
  ]);
});
