import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStoredField, parseStoredFields } from '../../../src/store/stored-field.ts';
import { arbitraryField } from '../../law/arbitraries.ts';

test('a field survives as JSON', () => {
  fc.assert(
    fc.property(arbitraryField, (field) => {
      expect(parseStoredField(JSON.parse(JSON.stringify(field)))).toEqual({ field });
    }),
  );
});

test.each([
  null,
  'topic',
  { kind: 'colour' },
  { kind: 'topic', value: { text: 5, setter: '', setAt: 0 } },
  { kind: 'topic', value: 'hello' },
  { kind: 'flag', name: 'secret', set: 'yes' },
  { kind: 'join-key', value: 7 },
  { kind: 'limit', value: '9' },
  { kind: 'limit', value: 0 },
  { kind: 'parameter', name: 'flood' },
  { kind: 'metadata', name: 5, value: null },
  { kind: 'entry', list: 'ban', mask: 'x!*@*', value: { setter: 'op' } },
  { kind: 'entry', list: 'ban', mask: 'two words', value: null },
])('%j is no field', (json) => {
  expect(parseStoredField(json)).toEqual({ problem: expect.any(String) });
  expect(parseStoredFields([json])).toEqual({ problem: expect.any(String) });
});

test('a list is asked for', () => {
  expect(parseStoredFields({})).toEqual({ problem: expect.any(String) });
});
