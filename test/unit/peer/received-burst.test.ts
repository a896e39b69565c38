import { expect, test } from 'vitest';
import { ReceivedBurst } from '../../../src/peer/received-burst.ts';
import { channelId } from '../../support/replica-fixture.ts';

test('an item that comes again is the one that came, but of another type another one', () => {
  const burst = new ReceivedBurst('full', 10);
  for (const burstType of ['CBURST', 'MEMBER', 'CBURST']) burst.see({ burstType, id: channelId(1) });
  burst.see({ burstType: 'CBURST', id: channelId(2) });
  expect(burst.presented('CBURST')).toEqual(new Set([channelId(1), channelId(2)]));
  expect(burst.presented('MEMBER')).toEqual(new Set([channelId(1)]));
  expect(burst.presented('URL')).toEqual(new Set());
});

test('more items than it may have overflow', () => {
  const burst = new ReceivedBurst('full', 2);
  for (const n of [1, 2, 1]) burst.see({ burstType: 'CBURST', id: channelId(n) });
  expect(burst.overflows).toBe(false);
  burst.see({ burstType: 'MEMBER', id: channelId(1) });
  expect(burst.overflows).toBe(true);
});
