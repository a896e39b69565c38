import { expect, test } from 'vitest';
import type { Field } from '../../../src/core/field.ts';
import { everyFieldClass, fieldClass, fieldClasses, fieldClassSet } from '../../../src/core/field-class.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { pinField } from '../../../src/core/pin.ts';
import { a, ban, flag, joinKey, noBan, topic } from '../../support/replica-fixture.ts';

const word = 'x' as IrcText;

test.each<[Field, string]>([
  [topic('hello'), 'topic'],
  [{ kind: 'topic', value: null }, 'topic'],
  [flag('secret'), 'modes'],
  [joinKey('k'), 'key'],
  [{ kind: 'limit', value: 3 }, 'limit'],
  [{ kind: 'parameter', name: 'flood', value: word }, 'parameters'],
  [ban('x!*@*'), 'lists'],
  [noBan('x!*@*'), 'lists'],
  [{ kind: 'metadata', name: 'url', value: word }, 'metadata'],
  [{ kind: 'metadata', name: 'pin', value: null }, 'pins'],
  [{ kind: 'metadata', name: 'pins', value: word }, 'metadata'],
  [{ kind: 'parameter', name: 'pin', value: word }, 'parameters'],
  [pinField([a]), 'pins'],
])('%j is of class %s', (field, expected) => {
  expect(fieldClass(field)).toBe(expected);
});

test('all classes make the one set of all', () => {
  expect(fieldClassSet([...fieldClasses].reverse())).toBe(everyFieldClass);
  expect(fieldClassSet(['topic', 'topic'])).toEqual(new Set(['topic']));
});
