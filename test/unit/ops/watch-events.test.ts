import { PassThrough } from 'node:stream';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { noteCaller } from '../../../src/access/caller.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { EVENTS_KEPT_MAX, EventHub } from '../../../src/ops/event-hub.ts';
import { publicVisibility } from '../../../src/ops/visibility.ts';
import { watchEvents } from '../../../src/ops/watch-events.ts';
import type { WatchEventsRequest__Output } from '../../../src/proto-types/cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse } from '../../../src/proto-types/cburst/v1/WatchEventsResponse.ts';
import type { CallError } from '../../../src/rpc/call-error.ts';
import { at, createReplica, flag, t0 } from '../../support/replica-fixture.ts';

const run = '11111111-0000-4000-8000-000000000000';
const otherRun = '22222222-0000-4000-8000-000000000000';
const all = { name_glob: Buffer.alloc(0), kinds: [], server: '', tell_start: false };

function prepared() {
  const replica = createReplica();
  const hub = new EventHub({ run, now: () => t0, visibility: publicVisibility(replica) });
  const publish = (kind: string, channel = '', server = 'b.test', text = `text about ${channel}`) =>
    hub.publish({ kind, channel: channel as IrcText, server, text });
  const watch = (
    request: Partial<WatchEventsRequest__Output> = {},
    role: 'ops-read' | 'ops-admin' = 'ops-admin',
  ) => {
    const metadata = new Metadata();
    noteCaller(metadata, { access: 'test', role, grants: { hidden: [], members: false } });
    const sendMetadata = () => {};
    const stream = new PassThrough({ objectMode: true });
    const call = Object.assign(stream, { request: { ...all, ...request }, metadata, sendMetadata });
    const errors: CallError[] = [];
    call.on('error', (error) => errors.push(error as never));
    watchEvents(call as never, { hub, replica });
    const read = async () => {
      const told: WatchEventsResponse[] = [];
      // Both sides of the stream run as soon as the other has room.
      for (let idle = 0; idle < 3; idle++) {
        for (let item = stream.read(); item !== null; item = stream.read()) {
          told.push(item);
          idle = 0;
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      return told;
    };
    return { read, errors, call };
  };
  return { replica, hub, publish, watch };
}

const numbers = (told: readonly WatchEventsResponse[]) => told.map(({ number }) => number);

test('a watcher is told what happens from now on, and where that began only if it asks', async () => {
  const { publish, watch } = prepared();
  publish('peer.linked');
  const { read } = watch();
  const asking = watch({ tell_start: true });
  publish('channel.changed', '#a');
  expect(await read()).toEqual([
    {
      ...{ number: 2, time: t0, kind: 'channel.changed', channel: Buffer.from('#a'), server: 'b.test' },
      ...{ text: 'text about #a', run },
    },
  ]);
  expect(await asking.read()).toMatchObject([{ start: { position: { run, number: 1 } } }, { number: 2 }]);
});

test('what happened while a watcher was away comes first, each event once', async () => {
  const { publish, watch } = prepared();
  for (let n = 1; n <= 5; n++) publish('peer.linked');
  const { read } = watch({ after: { run, number: 3 } });
  publish('peer.unlinked');
  const [first, ...events] = await read();
  expect(first).toMatchObject({
    start: { position: { run, number: 3 }, missed: 0, restarted: false },
  });
  expect(numbers(events)).toEqual([4, 5, 6]);
});

test('what is not kept any more is counted', async () => {
  const { publish, watch } = prepared();
  for (let n = 1; n <= EVENTS_KEPT_MAX + 10; n++) publish('peer.linked');
  const [first, ...events] = await watch({ after: { run, number: 3 } }).read();
  expect(first!.start).toEqual({ position: { run, number: 10 }, missed: 7, restarted: false });
  expect(numbers(events)).toEqual(Array.from({ length: EVENTS_KEPT_MAX }, (_, n) => n + 11));
});

test('after a restart everything of the new run comes, and the restart is told', async () => {
  const { publish, watch } = prepared();
  publish('host.attached');
  const [first, ...events] = await watch({ after: { run: otherRun, number: 900 } }).read();
  expect(first!.start).toEqual({ position: { run, number: 0 }, missed: 0, restarted: true });
  expect(numbers(events)).toEqual([1]);
});

test('a number that no event has is refused', () => {
  const { publish, watch } = prepared();
  publish('host.attached');
  const { errors } = watch({ after: { run, number: 2 } });
  expect(errors).toMatchObject([{ reason: 'EVENT_NUMBER_UNKNOWN' }]);
});

test('a watcher that what is kept runs away from is ended, a slow one is told later', async () => {
  const { publish, watch } = prepared();
  const slow = watch();
  const slower = watch();
  for (let n = 1; n <= EVENTS_KEPT_MAX; n++) publish('peer.linked');
  expect(numbers(await slow.read())).toEqual(Array.from({ length: EVENTS_KEPT_MAX }, (_, n) => n + 1));
  for (let n = 1; n <= 100; n++) publish('peer.linked');
  await slower.read();
  expect(slow.errors).toEqual([]);
  expect(slower.errors).toMatchObject([{ reason: 'WATCHER_TOO_SLOW' }]);
});

test('of a batch that nobody watches what is kept is the end of it, and every event has its number', async () => {
  const { hub, watch } = prepared();
  const batch = Array.from({ length: EVENTS_KEPT_MAX + 10 }, (_, n) => ({
    ...{
      kind: 'channel.changed',
      channel: `#x${n >> 1}` as IrcText,
      server: 'b.test',
      text: `text ${n + 1}`,
    },
  }));
  hub.publishAll(batch);
  expect([hub.last, hub.gone]).toEqual([EVENTS_KEPT_MAX + 10, 10]);
  expect(hub.at(11)).toMatchObject({ number: 11, text: 'text 11', hidden: true });
  expect(hub.at(hub.last)).toMatchObject({ number: hub.last, text: `text ${hub.last}` });
  const { read, errors } = watch();
  hub.publishAll(batch.slice(0, 3));
  expect(numbers(await read())).toEqual([1, 2, 3].map((n) => EVENTS_KEPT_MAX + 10 + n));
  expect(errors).toEqual([]);
});

test.each<[Partial<WatchEventsRequest__Output>, number[]]>([
  [{ kinds: ['peer.linked'] }, [1]],
  [{ kinds: ['peer.*'] }, [1, 2]],
  [{ kinds: ['peer.linked', 'channel.changed'] }, [1, 3, 4]],
  [{ server: 'c.test' }, [2, 4]],
  [{ name_glob: Buffer.from('#A*') }, [3]],
  [{ kinds: ['channel.*'], server: 'b.test' }, [3]],
])('filters choose: %j', async (request, expected) => {
  const { publish, watch } = prepared();
  const { read } = watch(request);
  publish('peer.linked');
  publish('peer.unlinked', '', 'c.test');
  publish('channel.changed', '#abc');
  publish('channel.changed', '#x', 'c.test');
  expect(numbers(await read())).toEqual(expected);
});

test.each([
  { kinds: ['peer'] },
  { kinds: ['*'] },
  { kinds: ['peer.lin*'] },
  { kinds: ['peer.linked', 'peer.linkd'] },
  { kinds: ['pear.*'] },
  { kinds: ['sidecar.started'] },
  { kinds: ['sync.*'] },
  { kinds: ['peer.dial_failed'] },
  { server: 'not a name' },
])('a filter that names nothing is refused: %j', (request) => {
  expect(prepared().watch(request).errors).toMatchObject([{ reason: 'EVENT_FILTER_INVALID' }]);
});

test('a kind that there is not is told what there is instead of being waited for', () => {
  const [error] = prepared().watch({ kinds: ['peer.linkd'] }).errors;
  expect(error?.details).toMatch(
    /"peer\.linkd" is no kind of event that can be watched: there are .*peer\.linked, peer\.unlinked/,
  );
});

test('what was hidden when it happened is hidden from who comes later, even if nothing is known of it by then', async () => {
  const { replica, publish, watch } = prepared();
  const entry = replica.createChannel('#secret' as IrcText, t0, [], true);
  replica.setOwnPresence(entry, 1);
  replica.write(entry, [flag('secret')], () => at(0));
  publish('channel.changed', '#secret');
  publish('host.detached', '', 'a.test', 'went with #secret');
  replica.write(entry, [flag('secret', false)], () => at(1));
  const after = { run, number: 0 };
  const [, ...told] = await watch({ after }, 'ops-read').read();
  expect(told).toMatchObject([{ number: 2, text: 'went with #…' }]);
  expect(numbers(await watch({ after }).read())).toEqual([undefined, 1, 2]);
});

test('who goes is told nothing more', async () => {
  const { publish, watch } = prepared();
  const { read, call } = watch();
  call.emit('cancelled');
  publish('peer.linked');
  expect(await read()).toEqual([]);
});

test('who comes later is not told either what is hidden by now', async () => {
  const { replica, publish, watch } = prepared();
  const entry = replica.createChannel('#club' as IrcText, t0, [], true);
  replica.setOwnPresence(entry, 1);
  publish('host.detached', '', 'a.test', 'went with #club');
  replica.write(entry, [flag('secret')], () => at(0));
  const [, ...told] = await watch({ after: { run, number: 0 } }, 'ops-read').read();
  expect(told).toMatchObject([{ number: 1, text: 'went with #…' }]);
});
