import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import {
  type Member,
  memberLimits,
  memberProblem,
  memberText,
  parseMemberText,
  renamedText,
  sortedModes,
} from '../../../src/core/member.ts';
import { member } from '../../support/member-fixture.ts';

const text = (value: string) => value as IrcText;

test('modes are sorted, the highest first, each once', () => {
  expect(sortedModes(['voice', 'owner', 'op', 'voice'])).toEqual(['owner', 'op', 'voice']);
});

test.each<[string, Partial<Member>, string]>([
  ['nothing else', {}, 'ann!u@h.example'],
  ['a join time', { joinedAt: 5 }, 'ann!u@h.example 5'],
  ['modes', { modes: ['op', 'voice'] }, 'ann!u@h.example 0 ov'],
  ['granted modes', { modes: ['op', 'voice'], granted: ['op'] }, 'ann!u@h.example 0 Ov'],
  ['an account', { account: text('Ann') }, 'ann!u@h.example 0 - Ann'],
])('a member with %s is one line', (_, more, line) => {
  expect(memberText(member('ann', more))).toBe(line);
  expect(parseMemberText(line)).toEqual({ member: member('ann', more) });
});

test('another nick leaves the rest', () => {
  expect(renamedText('ann!u@h.example 5 o Ann', text('anna'))).toBe('anna!u@h.example 5 o Ann');
});

test.each<[string, Partial<Member>, string]>([
  ['no nick', { nick: text('') }, 'nick is empty'],
  ['a nick with a comma', { nick: text('a,b') }, 'nick contains a character'],
  ['a nick of a channel', { nick: text('#a') }, 'nick starts with'],
  ['a nick that is too long', { nick: text('n'.repeat(memberLimits.nickBytes + 1)) }, 'nick is 129 bytes'],
  ['a user with a blank', { user: text('a b') }, 'user contains a blank'],
  ['a user with an at sign', { user: text('a@b') }, 'user contains !, @'],
  ['a host with an exclamation mark', { host: text('a!b') }, 'host contains !, @'],
  ['a host that begins with a colon', { host: text('::1') }, 'host starts with a colon'],
  ['an account with LF', { account: text('a\nb') }, 'account contains'],
  ['a join time before 1970', { joinedAt: -1 }, 'join time'],
  ['a join time in fractions', { joinedAt: 1.5 }, 'join time'],
])('%s is no member', (_, more, problem) => {
  expect(memberProblem(member('ann', more))).toContain(problem);
});

test('the longest texts are taken', () => {
  const { nickBytes, userBytes, hostBytes, accountBytes } = memberLimits;
  const [nick, user] = ['n'.repeat(nickBytes), 'u'.repeat(userBytes)].map(text);
  const [host, account] = ['h'.repeat(hostBytes), 'a'.repeat(accountBytes)].map(text);
  expect(memberProblem(member(nick!, { user: user!, host: host!, account: account! }))).toBeNull();
});
