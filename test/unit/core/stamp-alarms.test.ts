import { expect, test } from 'vitest';
import type { Register } from '../../../src/core/document.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import { foreignOwnWrites, stampLead } from '../../../src/core/stamp-alarms.ts';
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

test.each<[string, Register[], number | null]>([
  ['no write', [], null],
  ['the past', [register(topic('t'), at(-86_400_000))], null],
  ['as far as allowed', [register(topic('t'), at(60_000))], null],
  ['a moment farther', [register(topic('t'), at(60_001))], 60_001],
  [
    'the farthest of several',
    [
      register(topic('t'), at(70_000)),
      register(flag('secret'), at(90_000, b)),
      register(ban('x!*@*'), at(1)),
    ],
    90_000,
  ],
])('stamps ahead of the clock: %s', (_name, registers, lead) => {
  expect(stampLead(part(id, registers), t0, 60_000)).toBe(lead);
});

test.each<[string, Register[], Register[], string[]]>([
  ['a field that is not known', [register(topic('t'), at(1, a))], [], ['topic']],
  ['the same write', [register(topic('t'), at(1, a))], [register(topic('t'), at(1, a))], []],
  ['a write that was overwritten', [register(topic('t'), at(1, a))], [register(topic('u'), at(2, b))], []],
  [
    'a later one',
    [register(noBan('x!*@*'), at(3, a))],
    [register(ban('x!*@*'), at(2, a))],
    ['entry:ban:x!*@*'],
  ],
  ['another value of it', [register(topic('z'), at(1, a))], [register(topic('t'), at(1, a))], ['topic']],
  ['another server’s', [register(topic('t'), at(1, b))], [], []],
  ['a default', [register(topic('t'), floorStamp(a))], [], []],
])('own writes that are not known here: %s', (_name, said, known, keys) => {
  expect(foreignOwnWrites(a, part(id, said), part(id, known))).toEqual(keys);
});

test('of an id that is not known no own write is', () => {
  const said = part(id, [register(topic('t'), at(1, a)), register(flag('secret'), at(1, b))]);
  expect(foreignOwnWrites(a, said, undefined)).toEqual(['topic']);
});
