import { beforeEach, expect, it } from 'vitest';
import { LimitedReports, reportsPerWindowMax, reportWindowMs } from '../../../src/peer/limited-reports.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

let timers: ManualTimers;
let reported: string[];
let reports: LimitedReports;

beforeEach(() => {
  timers = new ManualTimers();
  reported = [];
  reports = new LimitedReports((count) => reported.push(`${count} more`), timers);
});

const add = (count: number) => {
  for (let index = 0; index < count; index++) reports.add(() => reported.push('one'));
};

it('passes a few on at once and adds nothing', () => {
  add(reportsPerWindowMax);
  expect(reported).toEqual(Array(reportsPerWindowMax).fill('one'));
  timers.advance(reportWindowMs);
  expect(reported).toHaveLength(reportsPerWindowMax);
});

it('sums up a flood at the end of each window', () => {
  add(reportsPerWindowMax + 3);
  expect(reported).toHaveLength(reportsPerWindowMax);
  timers.advance(reportWindowMs);
  expect(reported.at(-1)).toEqual('3 more');
  add(1);
  expect(reported.at(-1)).toEqual('one');
});

it('sums up when it stops, and leaves no timer', () => {
  add(reportsPerWindowMax + 1);
  reports.stop();
  expect(reported.at(-1)).toEqual('1 more');
  expect(timers.delays).toEqual([]);
});
