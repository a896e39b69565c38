import { expect, test } from 'vitest';
import { ratios, summarize, table } from './report.ts';

const small = summarize([
  new Map([['time, ms', 3]]),
  new Map([['time, ms', 1]]),
  new Map([['time, ms', 1250]]),
]);
const large = summarize([new Map([['bytes', 12_345.6]])]);

test('a figure is the median of the runs with the smallest and the largest', () => {
  expect(small.get('time, ms')).toEqual({ median: 3, min: 1, max: 1250 });
  expect(summarize([new Map([['x', 1]]), new Map([['x', 2]])]).get('x')?.median).toBe(1.5);
});

test('the table has a row for each figure and a column for each title', () => {
  expect(
    table([
      { title: '1,000 channels', summaries: small },
      { title: 'hybrid', summaries: large },
    ]),
  ).toBe(
    [
      '| figure | 1,000 channels | hybrid |',
      '| --- | --- | --- |',
      '| time, ms | 3 (1-1,250) | - |',
      '| bytes | - | 12,346 |',
      '',
    ].join('\n'),
  );
});

test('a ratio is that of runs beside each other, not of medians', () => {
  const ours = [1, 4, 9].map((wall) => new Map([['wall', wall]]));
  const theirs = [2, 1, 3].map((wall) => new Map([['wall', wall]]));
  expect(ratios(ours, theirs).get('wall')).toEqual({ median: 3, min: 0.5, max: 4 });
});

test('a figure that one side lacks has no ratio', () => {
  expect(ratios([new Map([['x', 1]])], [new Map([['y', 1]])]).size).toBe(0);
});
