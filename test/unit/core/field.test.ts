import { describe, expect, test } from 'vitest';
import { checkField, type Field, fieldKey, LIMIT_MAX, TIME_MAX } from '../../../src/core/field.ts';
import { type IrcText, limits } from '../../../src/core/irc-text.ts';
import { ban, flag, topic } from '../../support/replica-fixture.ts';

const word = (bytes: number) => 'x'.repeat(bytes) as IrcText;
const key = (value: string): Field => ({ kind: 'join-key', value: value as IrcText });

describe('a field is refused', () => {
  test.each<[string, Field, string]>([
    ['a topic that is too long', topic('x'.repeat(limits.topicBytes + 1)), 'topic is 4097 bytes long'],
    ['a line break in a topic', topic('a\r\nb'), 'topic contains NUL, CR or LF'],
    ['NUL in a topic', topic('a\0b'), 'topic contains NUL'],
    ['a character that is no byte', topic('\u0100'), 'topic contains'],
    [
      'a setter with a blank',
      { kind: 'topic', value: { text: '' as IrcText, setter: 'a b' as IrcText, setAt: 0 } },
      'setter',
    ],
    ['a time after the year 9999', ban('x', TIME_MAX + 1), 'time is not'],
    ['a time that is no whole number', ban('x', 1.5), 'time is not'],
    ['an empty key', key(''), 'key is empty'],
    ['a key with a leading colon', key(':x'), 'key starts with a colon'],
    ['a key with a blank', key('a b'), 'key contains a blank'],
    ['a key with a line break', key('a\nQUIT'), 'key contains'],
    ['a key that is too long', key(word(limits.joinKeyBytes + 1)), 'key is 257 bytes'],
    ['no users at all', { kind: 'limit', value: 0 }, 'limit is not'],
    ['too many users', { kind: 'limit', value: LIMIT_MAX + 1 }, 'limit is not'],
    ['half a user', { kind: 'limit', value: 1.5 }, 'limit is not'],
    ['a mode name in capitals', flag('Secret'), 'mode name is not'],
    ['a mode name that is too long', flag('x'.repeat(65)), 'mode name is not'],
    ['an empty parameter', { kind: 'parameter', name: 'flood', value: '' as IrcText }, 'flood is empty'],
    ['a mask with a blank', ban('a b'), 'mask contains'],
    ['a mask that is too long when completed', ban(word(limits.maskBytes)), 'completed mask is 516 bytes'],
  ])('%s', (_, field, problem) => {
    expect(checkField(field)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test('a key is never quoted', () => {
    const result = checkField(key('se cret'));
    expect(JSON.stringify(result)).not.toContain('cret');
  });
});

test('what is at its limit passes', () => {
  for (const field of [
    topic('x'.repeat(limits.topicBytes)),
    topic(''),
    key(word(limits.joinKeyBytes)),
    { kind: 'limit', value: LIMIT_MAX } as const,
    flag('x'.repeat(64)),
  ]) {
    expect(checkField(field)).toEqual({ field });
  }
});

test('a mask is completed, and keyed without regard to case', () => {
  expect(checkField(ban('Nick'))).toEqual({ field: ban('Nick!*@*') });
  expect(checkField(ban('~q:x'))).toEqual({ field: ban('~q:x') });
  expect(fieldKey('rfc1459', ban('NICK[]'))).toBe('entry:ban:nick{}!*@*');
  expect(fieldKey('ascii', ban('NICK[]'))).toBe('entry:ban:nick[]!*@*');
  expect(fieldKey('rfc1459', topic('t'))).toBe('topic');
  expect(fieldKey('rfc1459', flag('secret'))).toBe('flag:secret');
});
