import { expect, test } from 'vitest';
import { noGrants } from '../../../src/config/api-roles.ts';
import { reportsPerWindowMax, reportWindowMs } from '../../../src/peer/limited-reports.ts';
import { AccessReports } from '../../../src/sidecar/access-reports.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

test('of refused calls only so many of a reason are told one by one, the others as a number', () => {
  const lines: Record<string, unknown>[] = [];
  const timers = new ManualTimers();
  const reports = new AccessReports({
    log: { warn: (line: object) => lines.push({ ...line }) } as never,
    timers,
  });
  const call = { method: '/cburst.v1.OpsService/GetStatus', client: '127.0.0.1:1' };
  for (let n = 0; n < reportsPerWindowMax + 3; n++)
    reports.refused({ ...call, reason: 'no-credential', caller: null });
  const caller = { access: 'token grafana', role: 'ops-read', grants: noGrants } as const;
  reports.refused({ ...call, reason: 'role', caller });
  expect(lines).toHaveLength(reportsPerWindowMax + 1);
  expect(lines.at(-1)).toMatchObject({ event: 'api.refused', caller: 'token grafana', role: 'ops-read' });
  timers.advance(reportWindowMs);
  expect(lines.at(-1)).toMatchObject({ reason: 'no-credential', more: 3 });
});
