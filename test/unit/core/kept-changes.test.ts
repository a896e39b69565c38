import { expect, test } from 'vitest';
import { HOST_WRITES_BYTES_MAX } from '../../../src/core/document-room.ts';
import { type Field, fieldBytes, fieldKey } from '../../../src/core/field.ts';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { HostChannelState, HostEvent, HostProfile } from '../../../src/core/host-messages.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { type WhyKept, whyKept } from '../../../src/core/kept-changes.ts';
import type { Member } from '../../../src/core/member.ts';
import { Replica } from '../../../src/core/replica.ts';
import { change, member } from '../../support/member-fixture.ts';
import * as fixture from '../../support/replica-fixture.ts';

const { a, at, b, ban, channelId, createReplica, flag, hostChannel, name, noBan, part, register, t0, topic } =
  fixture;
const id = channelId(9);
const told = new Set<WhyKept>();

/** A host whose sidecar tells what it made no write of. */
function startHost(isHeard = true, replica = createReplica()) {
  const kept: [WhyKept, ...string[]][] = [];
  const listener = {
    listens: isHeard,
    kept: (channel: string, why: WhyKept, fields: readonly string[]) => {
      expect(channel).toBe(name);
      told.add(why);
      kept.push([why, ...fields]);
    },
  };
  let attachment!: HostAttachment;
  let sequence = 0;
  const attach = (states: readonly HostChannelState[], more: Partial<HostProfile> & Attached = {}) => {
    const { incarnation = 'first', now = t0 + 1000, ...profile } = more;
    attachment = new HostAttachment(replica, { ...fixture.profile, ...profile }, listener);
    sequence = 0;
    attachment.beginSnapshot(incarnation);
    for (const state of states) expect(attachment.snapshotChannel(state, now)).toBeNull();
    attachment.endSnapshot();
    return kept.splice(0);
  };
  const event = (more: Omit<HostEvent, 'sequence' | 'name'>, number = ++sequence, now = t0 + 2000) => {
    expect(attachment.event({ ...more, sequence: number, name } as HostEvent, now)).toBeNull();
    return kept.splice(0);
  };
  return {
    replica,
    attach,
    event,
    change: (...fields: Field[]) => event({ kind: 'changed', fields } as never),
    receive: (field: Field, ms: number) =>
      replica.receive(b, part(id, [register(field, at(ms, b))]), 2, t0 + ms),
    /** The host is given what it lacks, and shows something else where `shown` says so. */
    give: (deviations: readonly { wanted: Field; shown: Field | null }[] = []) => {
      attachment.viewsChanged(replica.takeChanges().views);
      for (const { number } of attachment.nextUpdates(9)) {
        const explained = deviations.map((each) => ({ ...each, reason: 'as it is' }));
        attachment.result({ number, name, createdAt: t0 / 1000, deviations: explained });
      }
    },
    offer: () => {
      attachment.viewsChanged(replica.takeChanges().views);
      return attachment.nextUpdates(9);
    },
  };
}

interface Attached {
  readonly incarnation?: string;
  readonly now?: number;
}

const keys = (...fields: readonly Field[]) => fields.map((field) => fieldKey('rfc1459', field));

/** The host shows the channel that b holds, and a user is in it. */
function mirrored(...fields: Field[]) {
  const host = startHost();
  for (const field of fields) host.receive(field, -9000);
  if (fields.length === 0) host.replica.receive(b, part(id, []), 2, t0);
  host.attach([]);
  host.give();
  expect(host.event({ kind: 'presence', held: true, members: 1 } as never)).toEqual([]);
  return host;
}

test('what a snapshot shows as before is the same, and what the ircd sets by itself is its default', () => {
  const host = startHost();
  const [secret, moderated] = [flag('secret'), flag('moderated')];
  const defaults = [secret];
  expect(host.attach([hostChannel([secret, moderated])], { defaults })).toEqual([
    ['default', ...keys(secret)],
  ]);
  expect(host.attach([hostChannel([secret, moderated])], { defaults })).toEqual([['same']]);
  expect(host.event({ kind: 'dropped' } as never)).toEqual([]);
  const state = hostChannel([secret, moderated]);
  expect(host.event({ kind: 'created', state } as never)).toEqual([['default', ...keys(secret)]]);
});

test('what a restarted ircd lacks is forgotten, not removed', () => {
  const host = startHost();
  host.attach([hostChannel([ban('x!*@*'), flag('secret')])]);
  const lacks = host.attach([hostChannel([])], { incarnation: 'second', now: t0 + 5000 });
  expect(lacks).toEqual([['forgotten', ...keys(ban('x!*@*'), flag('secret'))]]);
});

test('what a channel lacks that may have been created anew within the second is not removed', () => {
  const host = startHost();
  const gone = [topic('news', 5), ban('x!*@*')];
  host.attach([hostChannel(gone)], { now: t0 + 900 });
  expect(host.attach([hostChannel([])], { now: t0 + 9000 })).toEqual([['may-be-new', ...keys(...gone)]]);
});

test('what the host says that it cannot show any more is not removed', () => {
  const host = startHost();
  host.attach([hostChannel([flag('secret')])], { now: t0 + 3000 });
  const lacks = host.attach([hostChannel([])], { flags: new Set(), now: t0 + 4000 });
  expect(lacks).toEqual([['cannot-show', ...keys(flag('secret'))]]);
});

test('what an unanswered update made is under way, and what was given unheard agrees', () => {
  const host = mirrored();
  host.attach([hostChannel([])], { now: t0 + 3000 });
  const before = host.replica.host.channels.get(host.replica.key(name))!;
  host.receive(flag('secret'), 4000);
  host.offer();
  const shows = () => host.attach([hostChannel([flag('secret')])], { now: t0 + 9000 });
  expect(shows()).toEqual([['under-way', ...keys(flag('secret'))]]);
  host.replica.host.remember(host.replica.key(name), before);
  expect(shows()).toEqual([['agreed', ...keys(flag('secret'))]]);
});

test('what the host made of a field stands for it, and its removal is one of that', () => {
  const host = mirrored();
  const [wanted, shown] = [ban('long-nick!*@*'), ban('lo!*@*')];
  host.attach([hostChannel([])], { now: t0 + 3000 });
  host.receive(wanted, 4000);
  host.give([{ wanted, shown }]);
  const states = [hostChannel([shown])];
  expect(host.attach(states, { now: t0 + 9000 })).toEqual([['substitute', ...keys(wanted)]]);
  expect(host.change(noBan('lo!*@*'))).toEqual([['stood-for-others', ...keys(shown)]]);
});

test('what the host cut of an update whose result was lost is told by what it was given', () => {
  const host = mirrored();
  host.attach([hostChannel([])], { now: t0 + 3000 });
  host.receive(ban('long-nick!*@*'), 4000);
  host.offer();
  const cut = host.attach([hostChannel([ban('long-nic*!*@*')])], { now: t0 + 9000 });
  expect(cut).toEqual([['cut', ...keys(ban('long-nick!*@*'))]]);
});

test('a field that host and network set against each other is left to the host', () => {
  const host = mirrored();
  host.attach([hostChannel([])], { now: t0 + 1500 });
  const said: unknown[] = [];
  for (let round = 1; round <= 7; round++) {
    const ms = 5000 + round * 1000;
    host.receive(flag('secret'), ms);
    host.give();
    said.push(
      ...host.event({ kind: 'changed', fields: [flag('secret', false)] } as never, round, t0 + ms + 1),
    );
  }
  expect(said).toEqual([
    ['left-to-host', ...keys(flag('secret'))],
    ['left-to-host', ...keys(flag('secret'))],
  ]);
});

test('what was written later elsewhere, and what a full channel has no room for, is told', () => {
  const host = mirrored();
  host.attach([hostChannel([topic('mine', t0 / 1000 + 9)])], { now: t0 + 9000 });
  host.receive(topic('theirs', t0 / 1000 + 40), 40_000);
  const older = topic('older', t0 / 1000 + 20);
  expect(host.attach([hostChannel([older])], { now: t0 + 50_000 })).toEqual([['outweighed', ...keys(older)]]);
  const long = (n: number) => ban(`m${n}`.padEnd(300, 'x'));
  const most = Math.floor(HOST_WRITES_BYTES_MAX / fieldBytes(long(0)));
  const bans = Array.from({ length: most + 1 }, (_, n) => long(n));
  expect(host.change(...bans)).toEqual([['no-room', ...keys(long(most))]]);
});

test('what the host shows of a channel that nobody holds is nobody’s write, nor is what it tells of one without an id', () => {
  const host = startHost();
  const state = hostChannel([flag('secret')], { held: false, members: 0 });
  expect(host.attach([state])).toEqual([['not-held', ...keys(flag('secret'))]]);
  expect(host.change(flag('moderated'))).toEqual([['no-id', ...keys(flag('moderated'))]]);
});

test('modes that were given by account are not the ircd’s own, nor under a nick that was taken while it was away', () => {
  const options = { server: a, casemapping: 'rfc1459', restartGraceMs: 60_000, newId: () => id } as const;
  const replica = new Replica({ ...options, memberSync: true, statusByAccount: true });
  const host = startHost(true, replica);
  const account = 'Ann' as IrcText;
  const ann = member('ann', { account });
  const [key, opped] = [replica.key(name), { ...ann, modes: ['op'] } as const];
  replica.receive(b, part(id, []), 1, t0);
  replica.remoteMembers.begin(b, 'run');
  replica.remoteMembers.receive(b, id, key, { part: 'whole', ...change({ present: [opped] }) });
  host.attach([hostChannel([], { held: false, members: 0, memberList: [] })]);
  const tell = (...present: Member[]) =>
    host.event({ kind: 'members', held: true, change: change({ present }) } as never);
  expect(tell(ann)).toEqual([]);
  expect(tell(opped)).toEqual([['granted', 'member:ann']]);
  replica.loseOwnMembers();
  const renamed = { ...opped, nick: 'anna' as IrcText };
  expect(host.attach([hostChannel([], { memberList: [renamed] })], { now: t0 + 9000 })).toEqual([
    ['followed', 'member:anna'],
    ['granted', 'member:anna'],
  ]);
});

test('an event that comes again says so', () => {
  const host = startHost();
  host.attach([hostChannel([])]);
  const change = { kind: 'changed', fields: [flag('secret')] } as never;
  expect(host.event(change, 1)).toEqual([]);
  expect(host.event(change, 1)).toEqual([['repeated']]);
});

test('each reason was told in these tests', () => {
  expect([...told].sort()).toEqual([...whyKept].sort());
});

test('nobody is told while nobody listens', () => {
  const host = startHost(false);
  host.attach([hostChannel([flag('secret')])]);
  expect(host.attach([hostChannel([flag('secret')])])).toEqual([]);
  expect(host.change(flag('moderated'))).toEqual([]);
});
