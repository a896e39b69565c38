import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

test('without arguments two sizes are measured five times, and no heap', () => {
  const read = readArguments([])!;
  expect([read.sizes, read.runs, read.vs, read.growth, read.mesh]).toEqual([
    [10_000, 50_000],
    5,
    null,
    null,
    null,
  ]);
  expect(read.only.has('heap')).toBe(false);
  expect(read.only.has('third')).toBe(true);
});

test('growth and the mesh may be measured alone', () => {
  const read = readArguments(['--channels', '0', '--growth', '--mesh', '2,4'])!;
  expect(read.sizes).toEqual([]);
  expect(read.mesh).toEqual([2, 4]);
  expect(read.growth?.at(-1)).toBe(1_000_000);
});

test.each([
  [['--channels', 'many']],
  [['--runs', '0']],
  [['--vs', 'unrealircd']],
  [['--only', 'everything']],
  [['--mesh', '1']],
  [['--fast']],
])('%j is refused', (args) => {
  expect(readArguments(args)).toBeNull();
});
