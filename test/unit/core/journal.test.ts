import { expect, test } from 'vitest';
import { DECISIONS_MAX, JOURNAL_BYTES_MAX, Journal } from '../../../src/core/journal.ts';
import { ban, channelId, name, t0 } from '../../support/replica-fixture.ts';

const moved = {
  at: t0,
  kind: 'moved',
  channel: name,
  from: channelId(1),
  to: channelId(2),
  by: '',
  reason: 'r',
  lost: [],
} as const;

test('numbers count up, also after a start', () => {
  const journal = new Journal();
  journal.restore({ ...moved, number: 7 });
  expect(journal.record(moved)).toEqual({ number: 8, forgotten: [] });
  expect(journal.get(8)).toEqual({ ...moved, number: 8 });
});

test('beyond the bounds the oldest are forgotten', () => {
  const journal = new Journal();
  for (let n = 0; n < DECISIONS_MAX; n++) journal.record(moved);
  expect(journal.record(moved)).toEqual({ number: DECISIONS_MAX + 1, forgotten: [1] });
  const lost = Array.from({ length: 4000 }, (_, n) => ban(`${'x'.repeat(400)}${n}!*@*`));
  let forgotten = 0;
  for (let bytes = 0; bytes <= JOURNAL_BYTES_MAX; bytes += lost.length * 400) {
    const side = bytes % 2 === 0 ? { lost } : { gained: lost };
    forgotten += journal.record({ ...moved, ...side }).forgotten.length;
  }
  expect(forgotten).toBeGreaterThan(DECISIONS_MAX);
  expect(journal.size).toBeGreaterThan(0);
});
