import { beforeEach, expect, it } from 'vitest';
import {
  RefusalReports,
  type Refused,
  reportsPerWindowMax,
  reportWindowMs,
} from '../../../src/peer/refusal-reports.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

const refused = { address: '127.0.0.1:1', reason: 'no' };
const sum = (more: number) => ({ address: 'several', reason: `${more} more connections were refused` });
let timers: ManualTimers;
let reported: Refused[];
let reports: RefusalReports;

beforeEach(() => {
  timers = new ManualTimers();
  reported = [];
  reports = new RefusalReports((info) => reported.push(info), timers);
});

const add = (count: number) => {
  for (let index = 0; index < count; index++) reports.add(refused);
};

it('passes a few on at once and adds nothing', () => {
  add(reportsPerWindowMax);
  expect(reported).toEqual(Array(reportsPerWindowMax).fill(refused));
  timers.advance(reportWindowMs);
  expect(reported).toHaveLength(reportsPerWindowMax);
});

it('sums up a flood at the end of each window', () => {
  add(reportsPerWindowMax + 3);
  expect(reported).toHaveLength(reportsPerWindowMax);
  timers.advance(reportWindowMs);
  expect(reported.at(-1)).toEqual(sum(3));
  add(1);
  expect(reported.at(-1)).toEqual(refused);
});

it('sums up when it stops, and leaves no timer', () => {
  add(reportsPerWindowMax + 1);
  reports.stop();
  expect(reported.at(-1)).toEqual(sum(1));
  expect(timers.delays).toEqual([]);
});
