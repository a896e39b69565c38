import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { channelKey } from '../../../src/core/casemapping.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { noChanges } from '../../../src/core/replica-changes.ts';
import type { MemberGrant } from '../../../src/core/status-by-account.ts';
import {
  HOST_WORK_MAX,
  type HostCall,
  HostStream,
  UPDATES_IN_FLIGHT_MAX,
} from '../../../src/host/host-stream.ts';
import type { AttachRequest__Output } from '../../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../../../src/proto-types/cburst/v1/AttachResponse.ts';
import { b, channelId, createReplica, part, profile, t0 } from '../../support/replica-fixture.ts';

const members = { tells: false, shows: false };

/** Of a gRPC call what a stream uses, and whether it is read. */
class Call extends EventEmitter {
  paused = false;
  /** The other side does not read. */
  isFull = false;
  readonly updates: number[] = [];
  /** Which events the host was told of as known, in what order. */
  readonly order: string[] = [];
  /** What the host was told of its writes. */
  readonly held: boolean[] = [];

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  write({ updates, welcome, writes, acknowledgement }: AttachResponse): boolean {
    if (acknowledgement) this.order.push(`acknowledged ${acknowledgement.sequence}`);
    for (const { host_sequence: known } of updates?.updates ?? []) this.order.push(`update after ${known}`);
    for (const held of [welcome?.writes_held, writes?.held]) if (held !== undefined) this.held.push(held);
    for (const { number } of updates?.updates ?? []) this.updates.push(Number(number));
    return !this.isFull;
  }
}

test('a host that says more than the disk takes is read no further until it has', () => {
  const call = new Call();
  const durable: (() => void)[] = [];
  const stream = new HostStream(
    call as unknown as HostCall,
    { instance: 1, profile, members },
    {
      replica: createReplica(),
      submit: (run, done = () => {}) => {
        run(t0);
        durable.push(done);
      },
      applied: () => {},
      attached: () => {},
      ended: () => {},
    },
  );
  const results = { message: 'results', results: { results: [] } } as unknown as AttachRequest__Output;
  for (let n = 1; n < HOST_WORK_MAX; n++) stream.message(results);
  expect(call.paused).toBe(false);
  stream.message(results);
  expect(call.paused).toBe(true);
  durable.shift()!();
  expect(call.paused).toBe(false);
});

test('a host that answers no update gets so many, and one more for each that it answers', () => {
  const { call, say } = attached(UPDATES_IN_FLIGHT_MAX + 50);
  expect(call.updates).toHaveLength(UPDATES_IN_FLIGHT_MAX);
  say({ results: { results: [1, 2, 3].map(applied) } });
  expect(call.updates).toHaveLength(UPDATES_IN_FLIGHT_MAX + 3);
});

test('a host that does not read gets no more updates until it does', () => {
  const { call, stream } = attached(1000, true);
  const sent = call.updates.length;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(500);
  stream.pump();
  expect(call.updates).toHaveLength(sent);
  call.isFull = false;
  call.emit('drain');
  expect(call.updates).toHaveLength(1000);
});

test('names that need no update keep none from the host that does, and take several transactions', () => {
  const { replica, stream, call } = attached(1);
  expect(call.updates).toEqual([1]);
  const many = Array.from({ length: 10_000 }, (_, n) => channelKey('rfc1459', channelName(1000 + n)));
  replica.receive(b, { ...part(channelId(90), []), name: '#last' as IrcText }, 1, t0);
  stream.viewsChanged(new Set([...many, channelKey('rfc1459', '#last' as IrcText)]));
  expect(call.updates).toEqual([1, 2]);
  expect(stream.attachment.counts.waiting).toBe(0);
});

test('a host whose writes are held is told so, and gets updates again when they are not', () => {
  const replica = createReplica();
  replica.host.setWrites({ mode: 'observe', reason: '', by: '', since: 0 });
  const { call, stream } = attached(10, false, replica);
  stream.welcome({});
  expect([call.held, call.updates]).toEqual([[true], []]);
  stream.holdWrites(false);
  expect(call.updates).toHaveLength(10);
  stream.holdWrites(true);
  stream.holdWrites(true);
  expect(call.held).toEqual([true, false, true]);
});

test('an update that is on its way to the disk when writes are stopped is not sent, but later', () => {
  const replica = createReplica();
  replica.host.setWrites({ mode: 'observe', reason: '', by: '', since: 0 });
  const work: (() => void)[] = [];
  const { call, stream } = attached(10, false, replica, (durable) => work.push(durable));
  while (work.length > 0) work.shift()!();
  stream.holdWrites(false);
  stream.holdWrites(true);
  while (work.length > 0) work.shift()!();
  expect(call.updates).toEqual([]);
  expect(stream.attachment.counts).toMatchObject({ inFlight: 0, waiting: 10 });
  stream.holdWrites(false);
  while (work.length > 0) work.shift()!();
  expect(call.updates).toHaveLength(10);
});

test('an update that does not know of an event comes before the acknowledgement of that event', () => {
  const work: (() => void)[] = [];
  const { call, stream, say, replica } = attached(0, false, createReplica(), (durable) => work.push(durable));
  const create = (sequence: number) => {
    const channel = Buffer.from(`#own${sequence}`);
    const created = { name: channel, created_at: 1, held: true, members: 1, fields: [], member_list: [] };
    say({ events: { events: [{ sequence, channel, event: 'created', created }] } });
  };
  while (work.length > 0) work.shift()!();
  // All in one transaction.
  create(1);
  replica.receive(b, { ...part(channelId(100), []), name: channelName(0) }, 1, t0);
  stream.viewsChanged(new Set([channelKey('rfc1459', channelName(0))]));
  create(2);
  while (work.length > 0) work.shift()!();
  expect(call.order).toEqual(['acknowledged 1', 'update after 1', 'acknowledged 2']);
});

test('modes that members are to get are told as asked for, or as held while nothing is written', () => {
  const { stream, granted } = attached(0);
  const grants = [{ channel: channelName(1), nick, account: nick, modes: ['op'] as const }];
  const changes = { ...noChanges(), grants };
  stream.membersChanged(changes);
  stream.holdWrites(true);
  stream.membersChanged(changes);
  expect(granted).toEqual(['offered ann', 'held ann']);
});

const nick = 'ann' as IrcText;
const channelName = (n: number) => `#far${n}` as IrcText;

const applied = (number: number) => ({
  number,
  channel: Buffer.from(channelName(number - 1)),
  status: 'RESULT_STATUS_APPLIED',
  created_at: 1,
  deviations: [],
  missing: '',
});

/** A host that has nothing, after its snapshot, where a peer holds so many channels. */
function attached(
  channels: number,
  isFull = false,
  replica = createReplica(),
  commit: (durable: () => void) => void = (durable) => durable(),
) {
  for (let n = 0; n < channels; n++)
    replica.receive(b, { ...part(channelId(100 + n), []), name: channelName(n) }, 1, t0);
  const call = new Call();
  call.isFull = isFull;
  const granted: string[] = [];
  const dependencies = {
    replica,
    submit: (run: (now: number) => void, done = () => {}) => {
      run(t0);
      commit(done);
    },
    applied: () => {},
    attached: () => {},
    ended: () => {},
    grants: (kind: string, grants: readonly MemberGrant[]) =>
      granted.push(...grants.map((grant) => `${kind} ${grant.nick}`)),
  };
  const stream = new HostStream(call as unknown as HostCall, { instance: 1, profile, members }, dependencies);
  const say = (message: object): void => {
    const [kind] = Object.keys(message);
    stream.message({ message: kind, ...message } as AttachRequest__Output);
  };
  say({ snapshot_begin: { incarnation: 'one' } });
  say({ snapshot_end: { channel_count: 0 } });
  return { call, stream, say, granted, replica };
}
