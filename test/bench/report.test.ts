import { expect, test } from 'vitest';
import { summarize, table, toJson } from './report.ts';

const small = summarize([
  new Map([['time, ms', 3]]),
  new Map([['time, ms', 1]]),
  new Map([['time, ms', 1250]]),
]);
const large = summarize([new Map([['bytes', 12_345.6]])]);
const report = new Map([
  [1000, small],
  [50_000, large],
]);

test('a figure is the median of the runs with the smallest and the largest', () => {
  expect(small.get('time, ms')).toEqual({ median: 3, min: 1, max: 1250 });
  expect(summarize([new Map([['x', 1]]), new Map([['x', 2]])]).get('x')?.median).toBe(1.5);
});

test('the table has a row for each figure and a column for each size', () => {
  expect(table(report)).toBe(
    [
      '| figure | 1,000 channels | 50,000 channels |',
      '| --- | --- | --- |',
      '| time, ms | 3 (1-1,250) | - |',
      '| bytes | - | 12,346 |',
      '',
    ].join('\n'),
  );
});

test('as JSON nothing is rounded', () => {
  expect(JSON.parse(toJson(report))[1]).toEqual({
    channels: 50_000,
    figures: { bytes: { median: 12_345.6, min: 12_345.6, max: 12_345.6 } },
  });
});
