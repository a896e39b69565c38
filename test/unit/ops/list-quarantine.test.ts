import { expect, test } from 'vitest';
import { Quarantine } from '../../../src/core/quarantine.ts';
import { listQuarantine } from '../../../src/ops/list-quarantine.ts';
import { SEES_EVERYTHING } from '../../../src/ops/visibility.ts';
import {
  at,
  b,
  ban,
  channelId,
  joinKey,
  name,
  noBan,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';
import { textOf } from '../../support/text-of.ts';

const nine = channelId(9);
const suspicion = { code: 'origin', text: 'b.example names another origin' } as const;

function quarantineOf(count: number): Quarantine {
  const quarantine = new Quarantine();
  const registers = [joinKey('sesame'), ban('x!*@*'), noBan('y!*@*')].map((field) =>
    register(field, at(0, b)),
  );
  for (let n = 0; n < count; n++) {
    quarantine.add({ peer: b, part: part(channelId(9 + n), registers), members: null }, suspicion, t0);
  }
  return quarantine;
}

test('what waits is told without what its fields say', () => {
  const answer = listQuarantine(quarantineOf(1), { page_size: 0, page_token: '' }, SEES_EVERYTHING);
  expect(answer).toEqual({
    messages: [
      {
        ...{ number: 1, since: t0, peer: b, channel: Buffer.from(name), channel_id: nine },
        ...{ code: 'origin', reason: suspicion.text, origin: b, created_at: t0 },
        ...{ fields_set: 2, fields_unset: 1 },
      },
    ],
    next_page_token: '',
  });
  const told = textOf(answer);
  for (const secret of ['sesame', '!*@*']) expect(told).not.toContain(secret);
});

test('a peer that holds the channel is told with its members', () => {
  const quarantine = new Quarantine();
  quarantine.add({ peer: b, part: part(nine, [], { createdAt: null }), members: 0 }, suspicion, t0);
  const { messages } = listQuarantine(quarantine, { page_size: 0, page_token: '' }, SEES_EVERYTHING);
  expect(messages).toMatchObject([{ members: 0, created_at: 0 }]);
});

test('pages follow each other, whatever is decided in between', () => {
  const quarantine = quarantineOf(5);
  const first = listQuarantine(quarantine, { page_size: 2, page_token: '' }, SEES_EVERYTHING);
  for (const number of [1, 2, 3]) quarantine.take(number);
  const second = listQuarantine(
    quarantine,
    { page_size: 2, page_token: first.next_page_token! },
    SEES_EVERYTHING,
  );
  expect(second.messages!.map(({ number }) => number)).toEqual([4, 5]);
  expect(second.next_page_token).toBe('');
  const after = listQuarantine(quarantine, { page_size: 2, page_token: '5' }, SEES_EVERYTHING);
  expect(after).toEqual({ messages: [], next_page_token: '' });
});

test.each(['x', '0', '-1', '1.5', '01', ' 1'])('the page token %j was not given', (token) => {
  const ask = () => listQuarantine(quarantineOf(1), { page_size: 1, page_token: token }, SEES_EVERYTHING);
  expect(ask).toThrow('the page token is none that this call gave');
});
