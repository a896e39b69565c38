import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { type HostCall, type HostMemberOptions, HostStream } from '../../../src/host/host-stream.ts';
import type { AttachRequest__Output } from '../../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../../../src/proto-types/cburst/v1/AttachResponse.ts';
import type { RemoteMembersBatch } from '../../../src/proto-types/cburst/v1/RemoteMembersBatch.ts';
import { memberToProto } from '../../../src/rpc/member-proto.ts';
import { FarHolder, member, memberReplica } from '../../support/far-members.ts';
import { a, b, channelId, createReplica, profile, t0 } from '../../support/replica-fixture.ts';

/** Of a gRPC call what a stream uses; it is read when `drain` is emitted. */
class Call extends EventEmitter {
  readonly written: AttachResponse[] = [];
  ended = '';
  isFull = false;

  constructor() {
    super();
    this.on('error', ({ details }) => {
      this.ended = details;
    });
  }

  pause(): void {}

  resume(): void {}

  write(message: AttachResponse): boolean {
    this.written.push(message);
    return !this.isFull;
  }

  told(): RemoteMembersBatch[] {
    return this.written.flatMap(({ members }) => members ?? []);
  }
}

function setUp(members: HostMemberOptions, replica = memberReplica(a, true)) {
  const call = new Call();
  const stream: HostStream = new HostStream(
    call as unknown as HostCall,
    { instance: 1, profile, members },
    {
      replica,
      submit: (run, durable = () => {}) => {
        run(t0);
        stream?.membersChanged(replica.takeChanges());
        durable();
      },
      applied: () => {},
      attached: () => {},
      ended: () => {},
    },
  );
  const far = new FarHolder(replica, b);
  const settle = (): void => stream.membersChanged(replica.takeChanges());
  const say = (message: object): void => {
    const [kind] = Object.keys(message);
    stream.message({ message: kind, ...message } as AttachRequest__Output);
  };
  return { call, stream, replica, far, say, settle };
}

const told = (nick: string) => ({ ...memberToProto(member(nick)), granted: [] });
const channel = (nicks: readonly string[], count = 0) => ({
  name: Buffer.from('#x'),
  created_at: 1,
  held: true,
  members: count,
  fields: [],
  member_list: nicks.map(told),
});
const snapshot = (say: (message: object) => void, first: readonly string[], more: readonly string[] = []) => {
  say({ snapshot_begin: { incarnation: 'one' } });
  say({ snapshot: { channels: [channel(first, 77)], more_members: [] } });
  if (more.length > 0)
    say({
      snapshot: { channels: [], more_members: [{ channel: Buffer.from('#X'), members: more.map(told) }] },
    });
  say({ snapshot_end: { channel_count: 1 } });
};
const event = (sequence: number, change: object) => ({
  sequence,
  applied_update: 0,
  channel: Buffer.from('#x'),
  event: 'members',
  members: { held: true, renamed: [], gone: [], present: [], ...change },
});

test('the number of members is that of the list, in however many pieces it comes', () => {
  const { replica, say } = setUp({ tells: true, shows: false });
  snapshot(say, ['Ann'], ['Bob', 'Cy']);
  const entry = replica.heldEntry(replica.key('#x'))!;
  expect(entry.holders.get(a)?.members).toBe(3);
  say({ events: { events: [event(1, { gone: [Buffer.from('ann')] })] } });
  expect(entry.holders.get(a)?.members).toBe(2);
  const renamed = [{ from: Buffer.from('Bob'), to: Buffer.from('Bobby') }];
  say({ events: { events: [event(2, { renamed, present: [told('Dee')] })] } });
  const nicks = [...replica.membersOf(entry).local!.values()].map(({ nick }) => nick);
  expect(nicks.sort()).toEqual(['Bobby', 'Cy', 'Dee']);
  expect(entry.holders.get(a)?.members).toBe(3);
});

test('a host that tells no members is counted as it says', () => {
  const { replica, say, call } = setUp({ tells: false, shows: false });
  snapshot(say, ['Ann']);
  expect(replica.heldEntry(replica.key('#x'))!.holders.get(a)?.members).toBe(77);
  say({ events: { events: [event(1, {})] } });
  expect(call.ended).toContain('the hello does not say that it tells members');
});

test('where members are not kept, lists are passed over', () => {
  const { replica, say } = setUp({ tells: true, shows: false }, createReplica(a));
  snapshot(say, ['Ann']);
  expect(replica.heldEntry(replica.key('#x'))!.holders.get(a)?.members).toBe(77);
});

test.each([
  ['a nick twice', ['Ann', 'ann'], [], 'a nick is named twice'],
  ['a nick that is none', ['#x'], [], 'starts with a character that names a channel'],
  ['one without end', ['Ann'], [''], 'is empty'],
])('%s ends the stream, and says so', (_what, first, more, problem) => {
  const { say, call } = setUp({ tells: true, shows: false });
  snapshot(say, first, more);
  expect(call.ended).toContain(problem);
});

test('members of a channel that was not named end the stream', () => {
  const { say, call } = setUp({ tells: true, shows: false });
  say({ snapshot_begin: { incarnation: 'one' } });
  say({ snapshot: { channels: [], more_members: [{ channel: Buffer.from('#x'), members: [told('Ann')] }] } });
  expect(call.ended).toContain('members of #x came before the channel');
});

test('a host that shows members hears of those elsewhere, after its snapshot', () => {
  const { call, say, far, settle } = setUp({ tells: true, shows: true });
  far.holds(channelId(8), '#y', [member('Ann')]);
  settle();
  expect(call.told()).toEqual([]);
  snapshot(say, []);
  expect(call.told()).toMatchObject([
    {
      changes: [
        { channel: Buffer.from('#y'), server: b, reset: true, present: [{ nick: Buffer.from('Ann') }] },
      ],
    },
  ]);
  expect(call.told().at(-1)).toMatchObject({ complete: true });
});

test('while the host does not read, changes gather', () => {
  const { call, say, far, settle } = setUp({ tells: true, shows: true });
  snapshot(say, []);
  const before = call.told().length;
  call.isFull = true;
  far.holds(channelId(8), '#y', [member('Ann')]);
  settle();
  for (let n = 0; n < 50; n++) {
    far.tells(channelId(8), '#y', { present: [member(`n${n}`)], gone: n === 0 ? [] : [`n${n - 1}`] });
    settle();
  }
  expect(call.told()).toHaveLength(before + 1);
  call.isFull = false;
  call.emit('drain');
  expect(call.told()).toHaveLength(before + 2);
  expect(
    call
      .told()
      .at(-1)!
      .changes![0]!.present!.map(({ nick }) => String(nick)),
  ).toEqual(['n49']);
});

test('a member of an account that has a mode elsewhere is to be given it', () => {
  const { call, say, far, settle } = setUp({ tells: true, shows: false });
  const account = 'annes' as never;
  snapshot(say, []);
  far.holds(channelId(8), '#y', [member('Ann', { account, modes: ['op'] })]);
  settle();
  const state = { ...channel([]), name: Buffer.from('#y') };
  say({
    events: { events: [{ sequence: 1, channel: Buffer.from('#y'), event: 'created', created: state }] },
  });
  const present = [{ ...told('Ann2'), account: Buffer.from('annes'), _account: 'account' }];
  say({ events: { events: [{ ...event(2, { present }), channel: Buffer.from('#y') }] } });
  expect(call.written.flatMap(({ grants }) => grants?.grants ?? [])).toEqual([
    {
      channel: Buffer.from('#y'),
      nick: Buffer.from('Ann2'),
      account: Buffer.from('annes'),
      modes: ['PREFIX_MODE_OP'],
    },
  ]);
});
