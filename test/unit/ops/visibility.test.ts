import { describe, expect, test } from 'vitest';
import { noGrants } from '../../../src/config/api-roles.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { visibilityFor } from '../../../src/ops/visibility.ts';
import {
  at,
  b,
  channelId,
  createReplica,
  flag,
  metadata,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

const irc = (text: string) => text as IrcText;

/** Knows #open, and with that mode on one of two ids `+[quiet]`. */
function known(mode = 'secret') {
  const replica = createReplica();
  replica.receive(b, part(channelId(8), [], { name: irc('#open') }), 1, t0);
  replica.receive(b, part(channelId(9), [], { name: irc('+[quiet]') }), 1, t0);
  const fields = [register(flag(mode), at(0, b))];
  replica.receive(b, part(channelId(10), fields, { name: irc('+[Quiet]') }), null, t0);
  return replica;
}

const reader = (hidden: string[] = []) =>
  ({ role: 'ops-read', grants: { ...noGrants, hidden: hidden.map(irc) } }) as const;

test.each(['secret', 'private'])('a name is hidden while one id of it is %s, held or not', (mode) => {
  const visibility = visibilityFor(known(mode), reader());
  expect(visibility.seesName(irc('#OPEN'))).toBe(true);
  expect(visibility.seesName(irc('+{QUIET}'))).toBe(false);
  expect(visibilityFor(known('moderated'), reader()).seesName(irc('+[quiet]'))).toBe(true);
});

test('of a name of which nothing is known nothing is told', () => {
  expect(visibilityFor(known(), reader()).seesName(irc('#forgotten'))).toBe(false);
});

test('a grant shows what its globs match, folded', () => {
  expect(visibilityFor(known(), reader(['#x', '+{q*'])).seesName(irc('+[Quiet]'))).toBe(true);
  expect(visibilityFor(known(), reader(['#x', '#*'])).seesName(irc('+[Quiet]'))).toBe(false);
});

test('an ops-admin sees everything, as it is', () => {
  const visibility = visibilityFor(known(), { role: 'ops-admin', grants: noGrants });
  expect(visibility.seesName(irc('+[quiet]'))).toBe(true);
  const answer = { text: '+[quiet]' };
  expect(visibility.conceal(answer)).toBe(answer);
});

test('a parent that is not seen is in no field', () => {
  const { seesField } = visibilityFor(known(), reader());
  expect(seesField(metadata('parent', '+[quiet]'))).toBe(false);
  for (const field of [metadata('parent', '#open'), metadata('parent', null), metadata('note', '+[quiet]')])
    expect(seesField(field)).toBe(true);
});

describe('texts for people', () => {
  test.each([
    ['+[quiet] → #open: a cycle', '#… → #open: a cycle'],
    ['inherited from "+[Quiet]": set', 'inherited from "#… set'],
    ['#open, #nowhere', '#open, #…'],
    ['(#open) and #open.', '(#open) and #open.'],
    ['modes +nt, mask nick!user@host, C#', 'modes +nt, mask nick!user@host, C#'],
  ])('%j becomes %j', (text, told) => {
    expect(visibilityFor(known(), reader()).conceal({ deep: [{ text }] })).toEqual({
      deep: [{ text: told }],
    });
  });

  test('lose names, bytes stay as they are', () => {
    const answer = { topic: Buffer.from('+[quiet]'), none: null, number: 1 };
    expect(visibilityFor(known(), reader()).conceal(answer)).toEqual(answer);
  });
});
