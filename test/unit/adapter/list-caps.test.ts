import { describe, expect, it } from 'vitest';
import { maxlistCaps, withoutRoom } from '../../../src/adapter/list-caps.ts';
import { type Field, type FieldKey, fieldKey, unset } from '../../../src/core/field.ts';
import { entry } from '../../support/field-fixture.ts';
import { traits } from './inspircd/real-ircd.ts';

describe('maxlistCaps', () => {
  it.each([
    ['beI:50', [{ letters: 'beI', entriesMax: 50 }]],
    [
      'b:60,eI:40',
      [
        { letters: 'b', entriesMax: 60 },
        { letters: 'eI', entriesMax: 40 },
      ],
    ],
    ['', []],
    ['b:,:5,e:0,I:x', []],
  ])('reads %s', (token, caps) => {
    expect(maxlistCaps(new Map([['MAXLIST', token]]))).toEqual(caps);
  });

  it('knows none where none is told', () => {
    expect(maxlistCaps(new Map())).toEqual([]);
  });
});

describe('withoutRoom', () => {
  const together = [{ letters: 'beI', entriesMax: 3 }];
  const apart = [
    { letters: 'b', entriesMax: 1 },
    { letters: 'e', entriesMax: 2 },
  ];

  it('finds what comes after the last that there is room for, whoever set those that are there', () => {
    const shown = [entry('ban', 'a!*@*'), entry('except', 'b!*@*')];
    const written = [entry('ban', 'c!*@*'), entry('ban', 'd!*@*'), entry('invite', 'e!*@*')];
    expect(masks(shown, written, together)).toEqual(['d!*@*', 'e!*@*']);
  });

  it('counts the room that removed entries leave', () => {
    const shown = ['a', 'b', 'c'].map((nick) => entry('ban', `${nick}!*@*`));
    const written = [entry('ban', 'd!*@*'), entry('ban', 'e!*@*'), unset(shown[0]!)];
    expect(masks(shown, written, together)).toEqual(['e!*@*']);
  });

  it('has room for nothing on lists that are too long already', () => {
    const shown = ['a', 'b', 'c', 'd', 'e'].map((nick) => entry('ban', `${nick}!*@*`));
    expect(masks(shown, [entry('ban', 'f!*@*'), unset(shown[0]!)], together)).toEqual(['f!*@*']);
  });

  it('counts lists with caps of their own apart, and those without not at all', () => {
    const written = ['a', 'b'].flatMap((nick) =>
      ['ban', 'except', 'invite'].map((list) => entry(list, `${nick}!*@*`)),
    );
    const found = withoutRoom(traits, apart, new Map(), keyed(written));
    expect([...found]).toEqual([
      [
        keyOf(entry('ban', 'b!*@*')),
        { status: 'refused', text: 'no room: on this ircd the list b has at most 1 entries' },
      ],
    ]);
    expect(masks([], written, [])).toEqual([]);
  });
});

function masks(shown: readonly Field[], written: readonly Field[], caps: Parameters<typeof withoutRoom>[1]) {
  const found = withoutRoom(traits, caps, keyed(shown), keyed(written));
  return written.flatMap((field) => (field.kind === 'entry' && found.has(keyOf(field)) ? [field.mask] : []));
}

function keyed(fields: readonly Field[]): Map<FieldKey, Field> {
  return new Map(fields.map((field) => [keyOf(field), field]));
}

function keyOf(field: Field): FieldKey {
  return fieldKey('ascii', field);
}
