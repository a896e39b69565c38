import { beforeEach, expect, it } from 'vitest';
import { reportsPerWindowMax, reportWindowMs } from '../../../src/peer/limited-reports.ts';
import { LineReports } from '../../../src/sidecar/line-reports.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { b, c } from '../../support/replica-fixture.ts';

const problem = { code: 'bad-value', reason: 'limit is none', channelId: null } as const;
let timers: ManualTimers;
let logged: object[];
let published: string[];
let reports: LineReports;

beforeEach(() => {
  timers = new ManualTimers();
  logged = [];
  published = [];
  reports = new LineReports({
    log: { warn: (details: object) => void logged.push(details) },
    publish: (kind, peer, text) => void published.push(`${kind} ${peer} ${text}`),
    timers,
  });
});

it('tells of each line', () => {
  reports.rejected(b, 3, 7, problem);
  reports.notAccepted(b, 'page 1, line 2: bad-mode: why');
  expect(logged).toEqual([
    { event: 'peer.line_rejected', peer: b, page: 3, line: 7, code: 'bad-value', reason: 'limit is none' },
    { event: 'peer.nak', peer: b, text: 'page 1, line 2: bad-mode: why' },
  ]);
  expect(published).toEqual([
    'peer.line_rejected b.example page 3, line 7: bad-value: limit is none',
    'peer.nak b.example page 1, line 2: bad-mode: why',
  ]);
});

it('sums up a flood, of each peer and kind by itself', () => {
  for (let line = 1; line <= 1000; line++) {
    reports.rejected(b, 1, line, problem);
    reports.notAccepted(b, 'why');
  }
  reports.rejected(c, 1, 1, problem);
  expect(logged).toHaveLength(2 * reportsPerWindowMax + 1);
  expect(published).toHaveLength(2 * reportsPerWindowMax + 1);
  timers.advance(reportWindowMs);
  const more = 1000 - reportsPerWindowMax;
  expect(logged.slice(-2)).toEqual([
    { event: 'peer.line_rejected', peer: b, more },
    { event: 'peer.nak', peer: b, more },
  ]);
  expect(published.slice(-2)).toEqual([
    `peer.line_rejected b.example ${more} more`,
    `peer.nak b.example ${more} more`,
  ]);
});

it('sums up when it stops, and leaves no timer', () => {
  for (let line = 0; line <= reportsPerWindowMax; line++) reports.notAccepted(b, 'why');
  reports.stop();
  expect(logged.at(-1)).toEqual({ event: 'peer.nak', peer: b, more: 1 });
  expect(timers.delays).toEqual([]);
});
