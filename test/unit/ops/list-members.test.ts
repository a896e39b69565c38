import { expect, test } from 'vitest';
import { type IrcText, ircText } from '../../../src/core/irc-text.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { listMembers } from '../../../src/ops/list-members.ts';
import { SEES_EVERYTHING } from '../../../src/ops/visibility.ts';
import { FarHolder, member, memberReplica } from '../../support/far-members.ts';
import { a, b, c, channelId, part, t0 } from '../../support/replica-fixture.ts';

const id = channelId(8);

function pages(replica: Replica, name: string, size: number): string[][] {
  const all: string[][] = [];
  let token = '';
  do {
    const request = { name: Buffer.from(name), page_size: size, page_token: token };
    const { members = [], next_page_token } = listMembers(replica, request, SEES_EVERYTHING);
    all.push(
      members.map(
        ({ server, local, member: m }) => `${server}${local ? '*' : ''} ${ircText(m!.nick as Buffer)}`,
      ),
    );
    token = next_page_token!;
  } while (token !== '');
  return all;
}

function full(): Replica {
  const replica = memberReplica(b);
  new FarHolder(replica, c).holds(id, '#x', [member('Zed'), member('adam')]);
  new FarHolder(replica, a).holds(id, '#x', [member('Bob')]);
  replica.setOwnMembers(replica.key('#x'), [member('mia'), member('Lou')]);
  return replica;
}

test('local members come first, then others by server and nick', () => {
  const all = ['b.example* Lou', 'b.example* mia', 'a.example Bob', 'c.example adam', 'c.example Zed'];
  expect(pages(full(), '#X', 100)).toEqual([all]);
  expect(pages(full(), '#x', 5)).toEqual([all]);
  for (const size of [1, 2, 3, 4]) expect(pages(full(), '#x', size).flat()).toEqual(all);
  expect(pages(full(), '#x', 2).map(({ length }) => length)).toEqual([2, 2, 1]);
});

test('who goes between two pages shifts nobody', () => {
  const replica = full();
  const request = { name: Buffer.from('#x'), page_size: 3, page_token: '' };
  const { next_page_token } = listMembers(replica, request, SEES_EVERYTHING);
  replica.receive(a, { ...part(id, []), name: '#x' as IrcText }, null, t0);
  const { members } = listMembers(replica, { ...request, page_token: next_page_token! }, SEES_EVERYTHING);
  expect(members!.map(({ member: m }) => String(m!.nick))).toEqual(['adam', 'Zed']);
});

test('a channel that nobody holds has no members, and one that is not known is not found', () => {
  const replica = full();
  replica.receive(c, { ...part(channelId(9), []), name: '#y' as IrcText }, 1, t0);
  replica.receive(c, { ...part(channelId(9), []), name: '#y' as IrcText }, null, t0);
  expect(pages(replica, '#y', 2)).toEqual([[]]);
  expect(() => pages(replica, '#z', 2)).toThrow('no channel #z is known');
});

test.each(['x', 'YQ', 'YSBiIGM'])('a page token that it did not give is refused: %s', (token) => {
  const request = { name: Buffer.from('#x'), page_size: 1, page_token: token };
  expect(() => listMembers(full(), request, SEES_EVERYTHING)).toThrow('page token');
});
