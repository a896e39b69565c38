import { expect, test } from 'vitest';
import { answerWait, firstWait } from '../../../src/adapter/update-wait.ts';

const none = { channelPace: 0, clock: 0, names: 0 };

test.each([
  ['channelPace', { channelPace: 30, clock: 20, names: 10 }],
  ['clock', { channelPace: 10, clock: 30, names: 20 }],
  ['names', { channelPace: 20, clock: 10, names: 30 }],
] as const)('an update waits for what takes longest (%s)', (why, waits) => {
  expect(firstWait([waits])).toEqual({ waitMs: 30, why });
});

test('of several the first that may be written counts', () => {
  const asked = { ...none, names: Number.POSITIVE_INFINITY };
  expect(firstWait([asked])).toEqual({ waitMs: Number.POSITIVE_INFINITY, why: 'names' });
  expect(firstWait([asked, { ...none, clock: 2000 }, { ...none, clock: 3000 }])).toEqual({
    waitMs: 2000,
    why: 'clock',
  });
  expect(firstWait([none, { ...none, clock: 2000 }]).waitMs).toBe(0);
});

test('where the ircd owes an answer about each channel, that is waited for', () => {
  expect(firstWait([])).toBe(answerWait);
});
