import { expect, test } from 'vitest';
import { reportsPerWindowMax, reportWindowMs } from '../../../src/peer/limited-reports.ts';
import { ExtensionReports } from '../../../src/sidecar/extension-reports.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { b, channelId } from '../../support/replica-fixture.ts';

const error = new Error('no luck');
const failure = { burstType: 'UBURST', peer: b, task: 'describe', id: channelId(1), error } as const;

function reporting() {
  const timers = new ManualTimers();
  const logged: object[] = [];
  const published: string[] = [];
  const reports = new ExtensionReports({
    log: { error: (details: object) => void logged.push(details) },
    publish: (kind, text) => void published.push(`${kind} ${text}`),
    timers,
  });
  return { timers, logged, published, reports };
}

test('tells what failed, for whom and over what', () => {
  const { logged, published, reports } = reporting();
  reports.failed(failure);
  reports.failed({ ...failure, peer: null, task: 'committed', id: null });
  expect(logged[0]).toEqual({
    ...{ event: 'extension.failed', burstType: 'UBURST', peer: b, task: 'describe', id: channelId(1) },
    err: error,
  });
  expect(published).toEqual([
    `extension.failed UBURST: describe, ${b}, ${channelId(1)}`,
    'extension.failed UBURST: committed',
  ]);
});

test('sums up what one extension fails again and again, and still tells of another', () => {
  const { timers, logged, published, reports } = reporting();
  for (let n = 0; n < reportsPerWindowMax + 5; n++) reports.failed(failure);
  reports.failed({ ...failure, burstType: 'VBURST' });
  expect(logged).toHaveLength(reportsPerWindowMax + 1);
  timers.advance(reportWindowMs);
  expect(logged.at(-1)).toEqual({ event: 'extension.failed', burstType: 'UBURST', more: 5 });
  expect(published.at(-1)).toBe('extension.failed UBURST: 5 more');
  reports.stop();
  expect(timers.delays).toEqual([]);
});
