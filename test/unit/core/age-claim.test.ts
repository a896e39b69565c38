import { expect, test } from 'vitest';
import { type KnownAge, settleAge } from '../../../src/core/age-claim.ts';

const unknown = { createdAt: null, confirmed: false };
const heard = { createdAt: 50, confirmed: false };
const confirmed = { createdAt: 50, confirmed: true };

test.each<[KnownAge, number | null, 'origin' | 'other', KnownAge]>([
  [unknown, null, 'origin', unknown],
  [unknown, 10, 'other', { createdAt: 10, confirmed: false }],
  [unknown, 10, 'origin', { createdAt: 10, confirmed: true }],
  [heard, null, 'origin', heard],
  [heard, 10, 'other', { createdAt: 10, confirmed: false }],
  [heard, 90, 'other', heard],
  [heard, 50, 'origin', confirmed],
  [heard, 90, 'origin', { createdAt: 90, confirmed: true }],
  [confirmed, 10, 'other', confirmed],
  [confirmed, null, 'other', confirmed],
  [confirmed, 10, 'origin', { createdAt: 10, confirmed: true }],
])('%j, said %j by the %s: %j', (known, said, speaker, expected) => {
  expect(settleAge(known, said, speaker === 'origin')).toEqual(expected);
});
