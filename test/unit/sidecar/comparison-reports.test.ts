import { expect, test } from 'vitest';
import type { Logger } from '../../../src/log/logger.ts';
import type { DigestOutcome } from '../../../src/peer/digest-round.ts';
import { ComparisonReports } from '../../../src/sidecar/comparison-reports.ts';
import { b, channelId } from '../../support/replica-fixture.ts';

const equal: DigestOutcome = { kind: 'equal', documents: 3 };
const different = (sent: number[], byRule: number[], lackedByRule = 0): DigestOutcome => ({
  kind: 'different',
  sent: sent.map(channelId),
  differsByRule: byRule.map(channelId),
  lackedByRule,
  complete: true,
});

test('what differs by rule is told when it changes, what was sent every time', () => {
  const told: string[] = [];
  const log = { debug: () => {}, info: () => {} } as unknown as Logger;
  const reports = new ComparisonReports({ log, publish: (_kind, _peer, text) => told.push(text) });
  const compared = (outcome: DigestOutcome) => {
    reports.compared(b, outcome);
    return told.splice(0);
  };
  expect(compared(equal)).toEqual([]);
  expect(compared(different([], [1]))).toEqual(['sent 0 channels that differed; 1 differ by rule']);
  expect(compared(different([], [1]))).toEqual([]);
  expect(compared({ kind: 'failed', code: 'abandoned' })).toEqual([]);
  expect(compared(different([], [1]))).toEqual([]);
  expect(compared(different([2], [1]))).toEqual(['sent 1 channels that differed; 1 differ by rule']);
  expect(compared(different([], [3]))).toHaveLength(1);
  expect(compared(equal)).toEqual([]);
  expect(compared(different([], [3]))).toHaveLength(1);
  expect(compared(different([], [3], 2))).toEqual(['sent 0 channels that differed; 3 differ by rule']);
  expect(compared(different([], [3], 2))).toEqual([]);
});
