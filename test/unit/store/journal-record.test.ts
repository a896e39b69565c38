import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ircBytes, ircText } from '../../../src/core/irc-text.ts';
import {
  type Decision,
  decisionKinds,
  kindsWithoutChannel,
  withoutChannel,
} from '../../../src/core/journal.ts';
import { decodeDecision, encodeDecision } from '../../../src/store/journal-record.ts';
import { arbitraryChannelId, arbitraryChannelName, arbitraryField } from '../../law/arbitraries.ts';
import { channelId, joinKey, name } from '../../support/replica-fixture.ts';

const arbitraryDecision: fc.Arbitrary<Decision> = fc.record({
  number: fc.integer({ min: 1 }),
  at: fc.nat(),
  kind: fc.constantFrom(...decisionKinds),
  channel: arbitraryChannelName,
  from: fc.option(arbitraryChannelId),
  to: fc.option(arbitraryChannelId),
  by: fc.string({ unit: 'binary', maxLength: 20 }),
  reason: fc.string({ unit: 'binary', maxLength: 40 }),
  lost: fc.array(arbitraryField, { maxLength: 6 }),
  gained: fc.array(arbitraryField, { maxLength: 6 }),
});

const decision: Decision = {
  number: 7,
  at: 5,
  kind: 'moved',
  channel: name,
  from: channelId(1),
  to: null,
  by: '',
  reason: 'older',
  lost: [joinKey('sesame')],
};

test('a decision survives, whatever was lost and gained; one of before has no gains', () => {
  fc.assert(
    fc.property(arbitraryDecision, (given) => {
      expect(decodeDecision(encodeDecision(given))).toEqual({ decision: given });
      const { gained: _, ...before } = given;
      expect(decodeDecision(encodeDecision(before))).toEqual({ decision: before });
    }),
  );
});

test.each(kindsWithoutChannel)('a decision about no channel survives: %s', (kind) => {
  const given = { number: 1, at: 5, ...withoutChannel(kind, 'carol', 'why') };
  expect(decodeDecision(encodeDecision(given))).toEqual({ decision: given });
  expect(decodeDecision(encodeDecision({ ...given, kind: 'moved' }))).toEqual({
    problem: expect.any(String),
  });
});

test.each([
  ['number', 0],
  ['at', 'x'],
  ['kind', 'guessed'],
  ['channel', '&here'],
  ['channel', 5],
  ['from', 'x'],
  ['to', undefined],
  ['by', null],
  ['reason', 1],
  ['lost', {}],
  ['lost', [{ kind: 'flag', name: 'secret', set: 'yes' }]],
  ['lost', [{ kind: 'join-key', value: 'two words' }]],
])('a decision whose %s is %j is a problem', (member, value) => {
  const bad = { ...decision, [member]: value } as Decision;
  expect(decodeDecision(encodeDecision(bad))).toEqual({ problem: expect.any(String) });
});

test('what is wrong is told without what was lost', () => {
  const text = ircText(encodeDecision(decision));
  for (let end = 0; end < text.length; end++) {
    const result = decodeDecision(ircBytes(text.slice(0, end)));
    expect(result).toEqual({ problem: expect.not.stringContaining('sesame') });
  }
});
