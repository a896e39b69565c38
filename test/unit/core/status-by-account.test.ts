import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { Member } from '../../../src/core/member.ts';
import { MemberList } from '../../../src/core/member-list.ts';
import { grantedByAccount } from '../../../src/core/status-by-account.ts';
import { member } from '../../support/member-fixture.ts';

const account = 'Ann' as IrcText;

function listOf(...all: Member[]): MemberList {
  const list = new MemberList('rfc1459');
  for (const each of all) list.set(each);
  return list;
}

const granted = (joined: Member, ...elsewhere: Member[][]) =>
  grantedByAccount(
    'rfc1459',
    [joined],
    elsewhere.map((all) => listOf(...all)),
  ).flatMap(({ modes }) => modes);

test('who joins gets what the account has on all servers together, and not what it has already', () => {
  const joined = member('ann', { account, modes: ['voice'] });
  const one = [member('other', { account, modes: ['op', 'voice'] })];
  const two = [member('ann', { account: 'ann' as IrcText, modes: ['admin'] })];
  expect(granted(joined, one, two)).toEqual(['admin', 'op']);
});

test('a nick is no account', () => {
  expect(granted(member('ann', { account }), [member('ann', { modes: ['op'] })])).toEqual([]);
  expect(granted(member('ann'), [member('ann', { modes: ['op'] })])).toEqual([]);
  expect(granted(member('ann'), [member('ann', { account, modes: ['op'] })])).toEqual([]);
});

test('what was granted is no reason to grant', () => {
  const elsewhere = [member('ann', { account, modes: ['op', 'voice'], granted: ['op'] })];
  expect(granted(member('ann', { account }), elsewhere)).toEqual(['voice']);
});
