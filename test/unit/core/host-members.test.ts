import { describe, expect, test } from 'vitest';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { HostChannelState, HostEvent } from '../../../src/core/host-messages.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { Member } from '../../../src/core/member.ts';
import { Replica } from '../../../src/core/replica.ts';
import { change, member, members, nicksOf } from '../../support/member-fixture.ts';
import { a, b, channelId, hostChannel, name, part, profile, t0 } from '../../support/replica-fixture.ts';

const nine = channelId(9);
const account = 'Ann' as IrcText;

type Told = HostEvent extends infer Event
  ? Event extends HostEvent
    ? Omit<Event, 'sequence' | 'name'>
    : never
  : never;

/** A host that has told nothing yet. */
function host({ memberSync = true, statusByAccount = false } = {}) {
  let ids = 0;
  const newId = () => channelId(++ids);
  const options = { server: a, casemapping: 'rfc1459', restartGraceMs: 60_000, newId } as const;
  const replica = new Replica({ ...options, memberSync, statusByAccount });
  const key = replica.key(name);
  let attachment = new HostAttachment(replica, profile);
  let sequence = 0;
  const attach = (channels: readonly HostChannelState[], incarnation = 'run 1') => {
    attachment = new HostAttachment(replica, profile);
    sequence = 0;
    attachment.beginSnapshot(incarnation);
    for (const channel of channels) expect(attachment.snapshotChannel(channel, t0)).toBeNull();
    attachment.endSnapshot();
  };
  const tell = (event: Told) => attachment.event({ ...event, sequence: ++sequence, name } as HostEvent, t0);
  const count = () => replica.heldEntry(key)?.holders.get(a)?.members;
  const nicks = () => nicksOf(replica.ownMembers.get(key));
  return { replica, key, attach, tell, count, nicks };
}

const channel = (...memberList: Member[]) => hostChannel([], { members: 99, memberList });

describe('the number of members that is told', () => {
  test('is that of the list, whatever else the host says', () => {
    const { attach, tell, count, nicks } = host();
    attach([channel(...members('ann', 'bob'))]);
    expect(count()).toBe(2);
    tell({ kind: 'members', held: true, change: change({ gone: ['ann'], present: members('cy', 'dee') }) });
    expect([count(), nicks()]).toEqual([3, ['bob', 'cy', 'dee']]);
    tell({ kind: 'presence', held: true, members: 99 });
    expect(count()).toBe(3);
  });

  test('is the host’s where it tells no list, or nobody wants one', () => {
    const silent = host();
    silent.attach([hostChannel([], { members: 7 })]);
    expect(silent.count()).toBe(7);
    const off = host({ memberSync: false });
    off.attach([hostChannel([], { members: 7, memberList: members('ann') })]);
    expect([off.count(), off.nicks()]).toEqual([7, []]);
  });

  test('is the host’s again when it tells no list any more', () => {
    const { attach, tell, count, nicks } = host();
    attach([channel(...members('ann'))]);
    attach([hostChannel([], { members: 7 })]);
    expect([count(), nicks()]).toEqual([7, []]);
    tell({ kind: 'dropped' });
    attach([hostChannel([], { members: 6 })]);
    expect(count()).toBe(6);
  });
});

test('who creates a channel is in it; who drops it is not', () => {
  const { replica, key, attach, tell, count, nicks } = host();
  attach([]);
  tell({ kind: 'created', state: channel(member('ann')) });
  expect([count(), nicks()]).toEqual([1, ['ann']]);
  tell({ kind: 'dropped' });
  expect(count()).toBeUndefined();
  expect(replica.ownMembers.get(key)).toBeUndefined();
});

test('who is out of the host’s reach is not there, though the channel is kept', () => {
  const { attach, tell, count, nicks } = host();
  attach([channel(...members('ann', 'bob'))]);
  tell({ kind: 'dropped', lost: true });
  expect([count(), nicks()]).toEqual([0, []]);
});

test('a restarted ircd has nobody in channels that it has not got back', () => {
  const { attach, count, nicks } = host();
  attach([channel(...members('ann', 'bob'))]);
  attach([], 'run 2');
  expect([count(), nicks()]).toEqual([0, []]);
});

test('of a host that is away for long nobody is told any more, until it says who is there', () => {
  const { replica, key, attach, count, nicks } = host({ statusByAccount: true });
  attach([channel(...members('ann', 'bob'))]);
  replica.takeChanges();
  replica.loseOwnMembers();
  expect([count(), nicks(), replica.heldEntry(key)?.key]).toEqual([0, [], key]);
  expect([...replica.takeChanges().ownMembers.values()]).toEqual([new Set(['ann', 'bob'])]);
  replica.loseOwnMembers();
  expect(replica.takeChanges().ownMembers.size).toBe(0);
  attach([channel(...members('ann', 'cy'))]);
  expect([count(), nicks()]).toEqual([2, ['ann', 'cy']]);
  expect([...replica.takeChanges().ownMembers.values()]).toEqual([new Set(['ann', 'cy'])]);
});

test('a second snapshot tells peers only in what it differs', () => {
  const { replica, attach } = host();
  attach([channel(...members('ann', 'bob'))]);
  replica.takeChanges();
  attach([channel(...members('bob', 'cy'))]);
  expect([...replica.takeChanges().ownMembers.values()]).toEqual([new Set(['ann', 'cy'])]);
});

test('members that make no sense are refused', () => {
  const { attach, tell, nicks } = host();
  attach([channel(...members('ann'))]);
  const wrong = { kind: 'members', held: true, change: change({ present: members('#x') }) } as const;
  expect(tell(wrong)).toContain('nick');
  expect(nicks()).toEqual(['ann']);
});

describe('prefix modes by account', () => {
  /** Ann is op on b; here the channel is shown, and nobody is in it. */
  function shown(options = { statusByAccount: true }) {
    const world = host(options);
    const { replica, key, attach } = world;
    replica.receive(b, part(nine, []), 1, t0);
    replica.remoteMembers.begin(b, 'run');
    const present = [member('ann_on_b', { account, modes: ['op'] })];
    replica.remoteMembers.receive(b, nine, key, { part: 'whole', ...change({ present }) });
    attach([{ ...hostChannel([]), held: false, members: 0, memberList: [] }]);
    replica.takeChanges();
    const join = (who: Member) =>
      world.tell({ kind: 'members', held: true, change: change({ present: [who] }) });
    const grants = () => replica.takeChanges().grants;
    return { ...world, join, grants };
  }

  test('are given to who joins, once', () => {
    const { join, tell, grants } = shown();
    join(member('ann', { account }));
    expect(grants()).toEqual([{ channel: name, nick: 'ann', account, modes: ['op'] }]);
    join(member('ann', { account, modes: ['voice'] }));
    tell({ kind: 'members', held: true, change: change({ renamed: ['ann anna'] }) });
    expect(grants()).toEqual([]);
  });

  test('are not given anew to who was there before the host was away', () => {
    const { replica, attach, join, grants } = shown();
    const ann = member('ann', { account });
    join(ann);
    expect(grants()).toHaveLength(1);
    replica.loseOwnMembers();
    attach([channel(ann)]);
    expect(grants()).toEqual([]);
  });

  test('are given to who creates the channel on this ircd', () => {
    const { tell, grants } = shown();
    tell({ kind: 'dropped' });
    tell({ kind: 'created', state: channel(member('ann', { account })) });
    expect(grants()).toHaveLength(1);
  });

  test('are given to nobody without an account, of a holder out of reach, or unless asked for', () => {
    const nobody = shown();
    nobody.join(member('ann_on_b'));
    expect(nobody.grants()).toEqual([]);
    const away = shown();
    away.replica.lost(b);
    away.join(member('ann', { account }));
    expect(away.grants()).toEqual([]);
    const off = shown({ statusByAccount: false });
    off.join(member('ann', { account }));
    expect(off.grants()).toEqual([]);
  });

  test('are given to nobody who was there at the start', () => {
    const { attach, grants } = shown();
    attach([channel(member('ann', { account }))]);
    expect(grants()).toHaveLength(1);
    const fresh = host({ statusByAccount: true });
    fresh.attach([channel(member('ann', { account }))]);
    expect(fresh.replica.takeChanges().grants).toEqual([]);
  });

  test('and are told as granted: on b they are no reason', () => {
    const { replica, key, join } = shown();
    join(member('ann', { account }));
    join(member('ann', { account, modes: ['op', 'voice'] }));
    expect([...replica.ownMembers.texts(key)]).toEqual(['ann!u@h.example 0 Ov Ann']);
  });
});
