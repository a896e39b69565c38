import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quarantineCodes } from '../../../src/core/guard.ts';
import { ircBytes, ircText } from '../../../src/core/irc-text.ts';
import type { QuarantinedMessage } from '../../../src/core/quarantine.ts';
import { decodeQuarantined, encodeQuarantined } from '../../../src/store/quarantine-record.ts';
import { arbitraryPart, arbitraryServerName } from '../../law/arbitraries.ts';
import { at, b, channelId, joinKey, part, register } from '../../support/replica-fixture.ts';

const casemapping = 'rfc1459';

const arbitraryMessage: fc.Arbitrary<QuarantinedMessage> = fc.record({
  number: fc.integer({ min: 1 }),
  since: fc.nat(),
  peer: arbitraryServerName,
  members: fc.option(fc.nat()),
  code: fc.constantFrom(...quarantineCodes),
  text: fc.string({ unit: 'binary', maxLength: 40 }),
  part: arbitraryPart(casemapping),
});

const message: QuarantinedMessage = {
  number: 3,
  since: 5,
  peer: b,
  members: 2,
  code: 'takeover',
  text: 'older than the last sync',
  part: part(channelId(9), [register(joinKey('sesame'), at(0, b))]),
};

test('a message survives, whatever it says', () => {
  fc.assert(
    fc.property(arbitraryMessage, (given) => {
      expect(decodeQuarantined(encodeQuarantined(given), casemapping)).toEqual({ message: given });
    }),
  );
});

test.each([
  ['number', 0],
  ['since', -1],
  ['peer', 'no server'],
  ['members', 'two'],
  ['code', 'odd'],
  ['text', null],
])('a message whose %s is %j is a problem', (member, value) => {
  const bad = { ...message, [member]: value } as QuarantinedMessage;
  expect(decodeQuarantined(encodeQuarantined(bad), casemapping)).toEqual({
    problem: 'who said it, or why it waits, is not readable',
  });
});

test('one that is cut short is a problem, which is told without a join key', () => {
  const text = ircText(encodeQuarantined(message));
  const end = text.indexOf('KEY');
  expect(decodeQuarantined(ircBytes(text.slice(0, end)), casemapping)).toEqual({
    problem: expect.any(String),
  });
  for (let length = 0; length < text.length; length++) {
    const result = decodeQuarantined(ircBytes(text.slice(0, length)), casemapping);
    if ('problem' in result) expect(result.problem).not.toContain('sesame');
  }
});
