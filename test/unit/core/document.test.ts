import { describe, expect, test } from 'vitest';
import { type DocumentPart, join, newDocument, setFields, wins } from '../../../src/core/document.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import {
  a,
  at,
  b,
  ban,
  channelId,
  flag,
  noBan,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const id = channelId(1);

test('a later stamp wins; at equal stamps the bytewise greater value, and unset is the least', () => {
  expect(wins(register(topic('a'), at(2)), register(topic('z'), at(1)))).toBe(true);
  expect(wins(register(topic('a'), at(1, b)), register(topic('z'), at(1, a)))).toBe(true);
  expect(wins(register(topic('b'), at(1)), register(topic('a'), at(1)))).toBe(true);
  expect(wins(register(topic('\xff'), at(1)), register(topic('z'), at(1)))).toBe(true);
  expect(wins(register(topic('a'), at(1)), register(topic('a'), at(1)))).toBe(false);
  expect(wins(register(flag('secret', false), at(1)), register(flag('secret'), at(1)))).toBe(false);
  expect(
    wins(register({ kind: 'limit', value: 10 }, at(1)), register({ kind: 'limit', value: 9 }, at(1))),
  ).toBe(true);
});

test('removal is a write: an older entry does not come back', () => {
  const document = documentOf(part(id, [register(noBan('x!*@*'), at(2))]));
  expect(join(document, part(id, [register(ban('x!*@*'), at(1))]))).toBeNull();
  expect([...setFields(document).keys()]).toEqual([]);
});

test('absence is no write', () => {
  const document = documentOf(part(id, [register(ban('x!*@*'), at(1))]));
  expect(join(document, part(id, []))).toBeNull();
  expect([...setFields(document).values()]).toEqual([ban('x!*@*')]);
});

describe('the identity', () => {
  test('an unknown age is replaced by the first claim, and the older claim counts', () => {
    const document = documentOf(part(id, [], { createdAt: null }));
    expect(join(document, part(id, [], { createdAt: t0 }))).toEqual([]);
    expect(join(document, part(id, [], { createdAt: t0 + 1 }))).toBeNull();
    expect(join(document, part(id, [], { createdAt: null }))).toBeNull();
    expect(document.createdAt).toBe(t0);
  });

  test('created during a split stays so', () => {
    const document = documentOf(part(id, [], { splitBorn: true }));
    expect(join(document, part(id, []))).toBeNull();
    expect(document.splitBorn).toBe(true);
  });
});

test('unknown parameters are carried, at most 32 of them, the same whatever came first', () => {
  const names = Array.from({ length: 40 }, (_, index) => `X${String(index).padStart(2, '0')}`);
  const carried = (order: readonly string[]) => {
    const document = documentOf(part(id, []));
    for (const each of order) join(document, part(id, [], { unknown: new Map([[each, '1']]) }));
    return [...document.unknown.keys()].sort();
  };
  expect(carried(names)).toEqual(names.slice(0, 32));
  expect(carried(names.toReversed())).toEqual(names.slice(0, 32));
});

test('what an ircd set by itself is no write', () => {
  const floor = register(flag('no-external'), floorStamp(a));
  expect(documentOf(part(id, [floor])).written).toBe(false);
  expect(documentOf(part(id, [floor, register(noBan('x!*@*'), at(1))])).written).toBe(true);
});

function documentOf(given: DocumentPart) {
  const document = newDocument(given);
  join(document, given);
  return document;
}
