import { expect, test } from 'vitest';
import { reportsPerWindowMax, reportWindowMs } from '../../../src/peer/limited-reports.ts';
import { EventLog } from '../../../src/sidecar/event-log.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { b, name } from '../../support/replica-fixture.ts';

function logging() {
  const timers = new ManualTimers();
  const logged: [string, object][] = [];
  const at = (level: string) => (details: object) => void logged.push([level, details]);
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), isLevelEnabled: () => true };
  return { timers, logged, events: new EventLog({ log, timers }) };
}

const event = (kind: string) => ({ kind, channel: name, server: b, text: 'words' });

test('an event is written with what it says, at the level of its kind', () => {
  const { logged, events } = logging();
  for (const kind of ['channel.changed', 'peer.readmitted', 'quarantine.added']) events.write(event(kind));
  expect(logged.map(([level]) => level)).toEqual(['debug', 'info', 'warn']);
  expect(logged[2]![1]).toMatchObject({ event: 'quarantine.added', channel: name, server: b, text: 'words' });
});

test('what an operator did is in the log, however little it changed', () => {
  const { logged, events } = logging();
  events.write(event('peer.dialled'));
  expect(logged.map(([level]) => level)).toEqual(['info']);
});

test('above debug a flood of a kind is summed up, and the next kind is still told', () => {
  const { timers, logged, events } = logging();
  for (let n = 0; n < reportsPerWindowMax + 5; n++) events.write(event('quarantine.added'));
  events.write(event('clock.skew'));
  expect(logged).toHaveLength(reportsPerWindowMax + 1);
  timers.advance(reportWindowMs);
  expect(logged.at(-1)).toEqual(['warn', { event: 'quarantine.added', more: 5 }]);
  for (let n = 0; n < reportsPerWindowMax + 5; n++) events.write(event('channel.changed'));
  expect(logged).toHaveLength(2 * reportsPerWindowMax + 7);
  events.stop();
  expect(timers.delays).toEqual([]);
});
