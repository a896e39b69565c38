import { expect, test } from 'vitest';
import type { ChannelKey } from '../../../src/core/casemapping.ts';
import { ChangeLog } from '../../../src/core/change-log.ts';
import { memberRoom } from '../../../src/core/member.ts';
import { RemoteMembers, type ToldMembers } from '../../../src/core/remote-members.ts';
import { change, members, nicksOf } from '../../support/member-fixture.ts';
import { b, c, channelId } from '../../support/replica-fixture.ts';

const key = '#c' as ChannelKey;
const one = channelId(1);
const two = channelId(2);
const run = '9b2e1f04-7c1d-4e0a-9a53-0c4f5e6d7a8b';

function linked(room = memberRoom) {
  const log = new ChangeLog();
  const remote = new RemoteMembers('rfc1459', log, room);
  remote.begin(b, run);
  const receive = (told: ToldMembers, id = one) => remote.receive(b, id, key, told);
  const nicks = (id = one) => nicksOf(remote.get(b, id));
  const changed = () => log.take().remoteMembers.get(key)?.get(b);
  return { log, remote, receive, nicks, changed };
}

const piece = (part: ToldMembers['part'], ...nicks: string[]): ToldMembers => ({
  part,
  ...change({ present: members(...nicks) }),
});
const changes = (parts: Parameters<typeof change>[0]): ToldMembers => ({ part: 'change', ...change(parts) });

test('a whole list replaces what was, and says in what it differs', () => {
  const { receive, nicks, changed } = linked();
  expect(receive(piece('whole', 'ann', 'bob'))).toBeNull();
  expect(changed()).toBeNull();
  expect(receive(piece('whole', 'bob', 'cy'))).toBeNull();
  expect(nicks()).toEqual(['bob', 'cy']);
  expect(changed()).toEqual(new Set(['ann', 'cy']));
});

test('a list in pieces counts with its end', () => {
  const { receive, nicks } = linked();
  receive(piece('whole', 'old'));
  for (const told of [piece('begin', 'ann'), piece('next', 'bob')]) expect(receive(told)).toBeNull();
  expect(nicks()).toEqual(['old']);
  expect(receive(piece('end', 'cy'))).toBeNull();
  expect(nicks()).toEqual(['ann', 'bob', 'cy']);
});

test.each(['next', 'end'] as const)('a piece (%s) of a list that did not begin is refused', (part) => {
  const { receive, nicks } = linked();
  expect(receive(piece(part, 'ann'))).toContain('did not begin');
  receive(piece('begin', 'ann'), two);
  expect(receive(piece(part, 'bob'))).toContain('did not begin');
  expect(nicks()).toEqual([]);
});

test('changes need a list', () => {
  const { receive } = linked();
  expect(receive(changes({ gone: ['ann'] }))).toContain('never told');
});

test('nick changes come first, then who is gone, then who is there', () => {
  const { log, receive, nicks } = linked();
  receive(piece('whole', 'ann', 'bob'));
  log.take();
  receive(changes({ renamed: ['ann tmp', 'bob ann', 'tmp bob'], gone: ['tmp'], present: members('cy') }));
  expect(nicks()).toEqual(['ann', 'bob', 'cy']);
  const { remoteMembers, memberRenames } = log.take();
  expect(remoteMembers.get(key)!.get(b)).toEqual(new Set(['ann', 'bob', 'cy', 'tmp']));
  expect([...memberRenames.values()].map(({ from, to }) => `${from} ${to}`)).toEqual([
    'ann tmp',
    'bob ann',
    'tmp bob',
  ]);
});

test('a split of many is one change for each channel', () => {
  const { receive, changed } = linked();
  const nicks = Array.from({ length: 40_000 }, (_, n) => `n${n}`);
  receive(piece('whole', ...nicks));
  changed();
  receive(changes({ gone: nicks.slice(0, 20_000) }));
  receive(changes({ gone: nicks.slice(20_000) }));
  expect(changed()?.size).toBe(40_000);
});

test('a lost link puts them out of reach, and a resume confirms them but for what is in doubt', () => {
  const { remote, receive, nicks } = linked();
  receive(piece('whole', 'ann'), one);
  receive(piece('whole', 'bob'), two);
  remote.lost(b);
  expect([nicks(one), nicks(two)]).toEqual([[], []]);
  remote.begin(b, run);
  remote.confirm(b, new Set([two]));
  expect([nicks(one), nicks(two)]).toEqual([['ann'], []]);
  receive(changes({ present: members('cy') }), two);
  expect(nicks(two)).toEqual(['bob', 'cy']);
});

test.each([
  ['another', '1c9d6f7e-0000-4000-8000-000000000001'],
  ['an unknown', null],
])('what was told in %s run of the process is dropped', (_, other) => {
  const { remote, receive, nicks } = linked();
  receive(piece('whole', 'ann'));
  remote.reached(b, 7);
  expect(remote.point(b)).toEqual({ run, sequence: 7 });
  remote.lost(b);
  remote.begin(b, other);
  remote.confirm(b, new Set());
  expect(nicks()).toEqual([]);
  expect(remote.point(b)).toBeNull();
  remote.reached(b, 8);
  expect(remote.point(b)).toEqual(other && { run: other, sequence: 8 });
});

test('a full burst sweeps the lists that were not in it', () => {
  const { remote, receive, nicks } = linked();
  receive(piece('whole', 'ann'), one);
  receive(piece('whole', 'bob'), two);
  remote.sweep(b, new Set([two]));
  expect([nicks(one), nicks(two)]).toEqual([[], ['bob']]);
});

test('one holder does not touch what another told', () => {
  const { remote, receive, nicks } = linked();
  receive(piece('whole', 'ann'));
  remote.begin(c, run);
  remote.receive(c, one, key, piece('whole', 'bob'));
  remote.sweep(c, new Set());
  expect(nicks()).toEqual(['ann']);
});

test('a channel and a holder have room for so many', () => {
  const { remote, receive } = linked({ channel: 3, holder: 5 });
  expect(receive(piece('whole', 'a', 'b', 'c', 'd'))).toContain('more than 3 members');
  receive(piece('begin', 'a', 'b'));
  expect(receive(piece('next', 'c', 'd'))).toContain('more than 3 members');
  expect(receive(piece('end', 'e'))).toContain('did not begin');
  expect(receive(piece('whole', 'a', 'b', 'c'))).toBeNull();
  expect(receive(changes({ present: members('d') }))).toContain('more than 3 members');
  expect(receive(piece('whole', 'a', 'b', 'c'), two)).toContain('more than 5 members');
  expect(receive(piece('whole', 'a', 'b'), two)).toBeNull();
  expect(receive(changes({ present: members('c') }), two)).toContain('more than 5 members');
  expect(receive(changes({ gone: ['a'], present: members('b') }))).toBeNull();
  expect(receive(changes({ present: members('c') }), two)).toBeNull();
  remote.drop(b, two);
  expect(receive(piece('whole', 'a', 'b'), two)).toBeNull();
});
