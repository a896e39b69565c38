import { expect, test } from 'vitest';
import { type DeliveredBy, delivered } from '../../../src/core/delivery.ts';
import type { FieldKey } from '../../../src/core/field.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  createReplica,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const id = channelId(9);
const of = (...registers: Parameters<typeof register>[]) =>
  part(
    id,
    registers.map((each) => register(...each)),
  );
const keys = ['topic' as FieldKey];

test('who told what somebody else wrote is known until somebody else tells it', () => {
  const ofB = of([topic('b'), at(1, b)]);
  const viaC = delivered(null, c, ofB, keys);
  expect(viaC).toEqual(new Map([['topic', c]]));
  expect(delivered(viaC, a, ofB, keys)).toEqual(new Map([['topic', a]]));
  expect(delivered(viaC, b, ofB, keys)).toBeNull();
  expect(delivered(viaC, b, ofB, [])).toBe(viaC);
});

test('of what its writer told nothing is kept', () => {
  const nothing: DeliveredBy = null;
  expect(delivered(nothing, b, of([topic('b'), at(1, b)]), keys)).toBe(nothing);
});

test('a replica knows who told what came to it', () => {
  const replica = createReplica();
  replica.receive(c, of([topic('b'), at(1, b)]), 1, t0);
  expect(replica.table.get(id)!.deliveredBy).toEqual(new Map([['topic', c]]));
  replica.receive(b, of([topic('later'), at(2, b)]), 1, t0);
  expect(replica.table.get(id)!.deliveredBy).toBeNull();
});
