import { expect, test } from 'vitest';
import { costsOf, microTable } from './micro-report.ts';

const benches = (reference: number, read: number) => ({
  files: [
    {
      groups: [
        {
          fullName: 'test/x.bench.ts > codec',
          benchmarks: [
            { name: 'reference', min: reference },
            { name: 'read', min: read },
          ],
        },
      ],
    },
  ],
});

test('a cost is over the reference of the same run: a machine half as fast has the same', () => {
  expect([...costsOf([benches(2, 5)])]).toEqual([['codec: read', 2.5]]);
  expect(costsOf([benches(4, 10)])).toEqual(costsOf([benches(2, 5)]));
});

test('of all rounds the shortest runs count', () => {
  expect([...costsOf([benches(2, 30), benches(9, 5)])]).toEqual([['codec: read', 2.5]]);
});

test('a group without a reference says nothing', () => {
  const { files } = benches(2, 5);
  const [{ groups }] = files as [(typeof files)[0]];
  const without = { ...groups[0]!, benchmarks: groups[0]!.benchmarks.slice(1) };
  expect(() => costsOf([{ files: [{ groups: [without] }] }])).toThrow('codec has no reference');
});

test('what creeps stands out, and what the baseline lacks is new', () => {
  const costs = new Map([
    ['a', 3],
    ['b', 1],
    ['c', 1.1],
    ['d', 7],
  ]);
  const baseline = new Map([
    ['a', 2],
    ['b', 2],
    ['c', 1],
  ]);
  const [, , ...rows] = microTable(costs, baseline).trimEnd().split('\n');
  expect(rows).toEqual([
    '| a | 3 | 2 | 1.5 | **slower** |',
    '| b | 1 | 2 | 0.5 | faster |',
    '| c | 1.1 | 1 | 1.1 |  |',
    '| d | 7 | - | - | new |',
  ]);
});
