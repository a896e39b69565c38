import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectIrc, type IrcClient } from '../../test/e2e/irc-client.ts';
import { LIST_ENTRIES_MAX, TOPIC_BYTES_MAX } from './channel.ts';
import { bytes, type FieldMessage, type HostChannelMessage } from './host-api.ts';
import { HostLink } from './host-link.ts';
import { Ircd } from './ircd.ts';
import { ScriptedSidecar, view } from './scripted-sidecar.ts';

const NO_EXTERNAL: FieldMessage = { flag: { name: 'no-external', set: true } };
const TOPIC_PROTECTED: FieldMessage = { flag: { name: 'topic-protected', set: true } };
const ALICE = 'alice!alice@127.0.0.1';

let ircd: Ircd;
let port: number;
let sidecar: ScriptedSidecar;
let link: HostLink;

beforeEach(async () => {
  ircd = new Ircd({ name: 'a.test', casemapping: 'rfc1459', operator: { name: 'op', password: 'oppw' } });
  port = await ircd.listen('127.0.0.1', 0);
  sidecar = new ScriptedSidecar();
  await sidecar.listen();
  link = new HostLink(ircd, { target: sidecar.target, log: () => {} });
});

afterEach(async () => {
  link.close();
  sidecar.close();
  await ircd.close();
});

test('the hello says who the ircd is, and the snapshot what it has', async () => {
  const alice = await client('alice');
  await alice.join('#a');
  await alice.ask('MODE #a +kb sesame bad', 'TOPIC #a :t\xf6pic');
  const { setAt } = (await alice.channelState('#a')).topic!;
  link.attach();
  const stream = await sidecar.nextStream();
  const [hello, begin, batch, end] = await stream.welcome();
  expect(hello!.hello).toMatchObject({
    protocol_version: 1,
    server_name: 'a.test',
    casemapping: 'rfc1459',
    flags: ['invite-only', 'moderated', 'no-external', 'private', 'secret', 'topic-protected'],
    lists: ['ban', 'except', 'invite'],
    observe: false,
  });
  expect(begin!.snapshot_begin!.incarnation).toBe(ircd.startedAt.toISOString());
  expect(end!.snapshot_end).toEqual({ channel_count: 1 });
  const channel = plain(batch!.snapshot!.channels[0]!);
  expect(channel).toMatchObject({
    name: '#a',
    held: true,
    members: 1,
    created_at: ircd.channels[0]!.createdAt,
  });
  expect(channel.fields).toEqual([
    plain(NO_EXTERNAL),
    plain(TOPIC_PROTECTED),
    { join_key: { value: 'sesame' } },
    { entry: { list: 'ban', mask: 'bad!*@*', present: true, setter: ALICE, set_at: expect.any(Number) } },
    { topic: { value: { text: 't\xf6pic', setter: ALICE, set_at: setAt } } },
  ]);
});

test("a user's acts become events, in order, with the last update applied", async () => {
  const stream = await attached();
  const alice = await client('alice');
  await alice.join('#a');
  const created = await stream.event();
  expect(created).toMatchObject({ sequence: 1, applied_update: 0 });
  expect(plain(created!.created!)).toMatchObject({ name: '#a', held: true, members: 1 });
  await stream.update({ number: 1, ...view([NO_EXTERNAL]) }, '#remote');
  await alice.ask('MODE #a +mb-n bad', 'MODE #a -b bad', 'JOIN #remote', 'PART #remote', 'PART #a');
  const events = [];
  for (let i = 0; i < 5; i++) events.push(await stream.event());
  expect(events.map((event) => [event!.sequence, event!.applied_update])).toEqual(
    [2, 3, 4, 5, 6].map((sequence) => [sequence, 1]),
  );
  expect(plain(events[0]!.changed!).fields).toMatchObject([
    { flag: { name: 'moderated', set: true } },
    { entry: { list: 'ban', mask: 'bad!*@*', present: true } },
    { flag: { name: 'no-external', set: false } },
  ]);
  expect(plain(events[1]!.changed!).fields).toMatchObject([{ entry: { mask: 'bad!*@*', present: false } }]);
  expect(events[2]).toMatchObject({ channel: bytes('#remote'), presence: { held: true, members: 1 } });
  expect(events[3]).toMatchObject({ channel: bytes('#remote'), dropped: {} });
  expect(events[4]).toMatchObject({ channel: bytes('#a'), dropped: {} });
});

test('an update makes a channel: listed, entered without operator status, exact to the second', async () => {
  const stream = await attached();
  const fields: FieldMessage[] = [
    TOPIC_PROTECTED,
    topic('from afar', 'bob!b@far', 1_500_000_000),
    { join_key: { value: bytes('one,two') } },
    { limit: { value: 9 } },
    entry('ban', 'x!*@*', 'bob!b@far', 1_400_000_000),
    entry('invite', 'y!*@*', '', 0),
  ];
  const result = await stream.update({ number: 1, ...view(fields, 1_300_000_000_999, 4) }, '#far');
  expect(result).toMatchObject({
    number: 1,
    status: 'RESULT_STATUS_APPLIED',
    deviations: [],
    created_at: 1_300_000_000,
  });
  const alice = await client('alice');
  expect(await alice.list()).toEqual(new Map([['#far', 4]]));
  await alice.join('#far', 'one,two');
  expect(await alice.names('#far')).toEqual(['alice']);
  expect(await alice.channelState('#far')).toEqual({
    exists: true,
    modes: 'klt',
    parameters: { k: 'one,two', l: '9' },
    createdAt: 1_300_000_000,
    topic: { text: 'from afar', setter: 'bob!b@far', setAt: 1_500_000_000 },
    bans: [{ mask: 'x!*@*', setter: 'bob!b@far', setAt: 1_400_000_000 }],
    excepts: [],
    invites: [{ mask: 'y!*@*', setter: '*', setAt: 0 }],
  });
});

test('an update is the whole state: what it lacks goes, and members are told of the difference only', async () => {
  const stream = await attached();
  const alice = await client('alice');
  await alice.join('#a');
  await alice.ask('MODE #a +kb sesame bad', 'TOPIC #a :old');
  for (let i = 0; i < 3; i++) await stream.event();
  const heard = alice.received.length;
  const fields = [NO_EXTERNAL, topic('new', 'bob', 5), entry('ban', 'worse!*@*', 'bob', 6)];
  await stream.update({ number: 1, host_sequence: 3, ...view(fields) }, '#A');
  await alice.barrier();
  const lines = alice.received.slice(heard, -1).map((line) => line.raw);
  expect(lines).toEqual([':a.test TOPIC #a :new', ':a.test MODE #a -tkb+b * bad!*@* worse!*@*']);
  await alice.ask('PRIVMSG nobody :no event so far');
  expect((await alice.channelState('#a')).modes).toBe('n');
});

test('what a user changed after an update was made keeps its value until a newer update', async () => {
  const stream = await attached();
  const alice = await client('alice');
  await alice.join('#a');
  await alice.ask('MODE #a +m', 'MODE #a +b bad', 'TOPIC #a :mine');
  for (let i = 0; i < 4; i++) await stream.event();
  const crossed = [NO_EXTERNAL, topic('theirs', 'bob', 5)];
  const first = await stream.update({ number: 1, host_sequence: 2, ...view(crossed) }, '#a');
  expect(first!.status).toBe('RESULT_STATUS_TRUNCATED');
  expect(first!.deviations.map(({ wanted, shown }) => plain({ wanted, shown }))).toMatchObject([
    { wanted: { entry: { present: false } }, shown: { entry: { mask: 'bad!*@*', present: true } } },
    { wanted: { topic: { value: { text: 'theirs' } } }, shown: { topic: { value: { text: 'mine' } } } },
  ]);
  expect(await alice.channelState('#a')).toMatchObject({ modes: 'n', topic: { text: 'mine' } });
  const second = await stream.update({ number: 2, host_sequence: 4, ...view(crossed) }, '#a');
  expect(second!.status).toBe('RESULT_STATUS_APPLIED');
  expect(await alice.channelState('#a')).toMatchObject({ topic: { text: 'theirs' }, bans: [] });
});

test('a removal takes a channel without users and leaves one with users', async () => {
  const stream = await attached();
  const alice = await client('alice');
  await stream.update({ number: 1, ...view([]) }, '#far');
  const gone = await stream.update({ number: 2, removal: {} }, '#far');
  expect(gone).toMatchObject({ status: 'RESULT_STATUS_APPLIED', created_at: 0 });
  expect(await alice.list()).toEqual(new Map());
  await alice.join('#a');
  await stream.event();
  const kept = await stream.update({ number: 3, removal: {} }, '#a');
  expect(kept).toMatchObject({ status: 'RESULT_STATUS_REFUSED', created_at: ircd.channels[0]!.createdAt });
  expect(await alice.names('#a')).toEqual(['@alice']);
});

test('what does not fit is cut or refused, and the result tells', async () => {
  const stream = await attached();
  const long = 'x'.repeat(TOPIC_BYTES_MAX + 1);
  const fields = [
    topic(long, 'bob', 5),
    entry('ban', `${'y'.repeat(300)}!*@*`, '', 0),
    { flag: { name: 'no-colors', set: true } },
    { parameter: { name: 'redirect', value: bytes('#b') } },
  ];
  const result = await stream.update({ number: 1, ...view(fields) }, '#far');
  expect(result!.status).toBe('RESULT_STATUS_REFUSED');
  expect(result!.deviations.map(({ reason }) => reason).sort()).toEqual([
    'masks here have at most 200 bytes',
    'there is no such mode here',
    'there is no such mode here',
    'topic cut to 307 bytes',
  ]);
  const cut = result!.deviations.find(({ shown }) => shown !== undefined)!;
  expect(plain(cut.shown!)).toEqual({
    topic: { value: { text: long.slice(1), setter: 'bob', set_at: 5 } },
  });
  const refused = await stream.update({ number: 2, ...view(fields) }, `#${'z'.repeat(64)}`);
  expect(refused).toMatchObject({ status: 'RESULT_STATUS_REFUSED', created_at: 0 });
  expect(refused!.deviations).toHaveLength(fields.length);
});

test('a full list makes room before it is filled', async () => {
  const stream = await attached();
  const masks = Array.from({ length: 2 * LIST_ENTRIES_MAX }, (_, i) => entry('ban', `n${i}!*@*`, '', 0));
  const halves = [masks.slice(0, LIST_ENTRIES_MAX), masks.slice(LIST_ENTRIES_MAX)] as const;
  for (const [index, half] of halves.entries()) {
    const result = await stream.update({ number: index + 1, ...view(half) }, '#far');
    expect(result).toMatchObject({ status: 'RESULT_STATUS_APPLIED', deviations: [] });
  }
  const all = await stream.update({ number: 3, ...view(masks) }, '#far');
  expect(all!.deviations).toHaveLength(LIST_ENTRIES_MAX);
  expect(all!.status).toBe('RESULT_STATUS_REFUSED');
});

test('nothing that an update brings becomes a line of its own', async () => {
  const stream = await attached();
  const alice = await client('alice');
  await alice.join('#a');
  await stream.event();
  const evil = 'x\r\nKILL alice :y';
  const fields = [
    topic(evil, 'bob', 5),
    { join_key: { value: bytes(evil) } },
    entry('ban', 'x y', '', 0),
    entry('ban', ':z', '', 0),
    entry('ban', 'ok!*@*', 'a b', 0),
  ];
  const result = await stream.update({ number: 1, host_sequence: 1, ...view(fields) }, '#a');
  expect(result!.deviations).toHaveLength(fields.length);
  expect((await stream.update({ number: 2, host_sequence: 1, ...view([]) }, '#b c'))!.created_at).toBe(0);
  const answers = await alice.ask('MODE #a', 'MODE #a b', 'LIST', 'TOPIC #a');
  expect(answers.map((line) => line.raw)).toEqual([
    ':a.test 324 alice #a +',
    expect.stringMatching(/^:a\.test 329 alice #a \d+$/),
    ':a.test 368 alice #a :End of channel ban list',
    ':a.test 322 alice #a 2 :',
    ':a.test 323 alice :End of LIST',
    ':a.test 331 alice #a :No topic is set',
  ]);
});

test('the ircd lives on without the sidecar, and the next snapshot tells what happened', async () => {
  const alice = await client('alice');
  const first = await attached();
  await alice.join('#a');
  await first.event();
  first.fail(status.UNAVAILABLE, 'the sidecar stops');
  const second = sidecar.nextStream();
  await alice.ask('MODE #a +m', 'JOIN #b');
  const stream = await second;
  const messages = await stream.welcome();
  const names = messages
    .flatMap(({ snapshot }) => snapshot?.channels ?? [])
    .map(({ name }) => name.toString());
  expect(names).toEqual(['#a', '#b']);
  await alice.ask('MODE #b +i');
  expect(await stream.event()).toMatchObject({ sequence: 1, channel: bytes('#b') });
});

test('a resync request brings another snapshot, and the numbers go on', async () => {
  const stream = await attached();
  const alice = await client('alice');
  await alice.join('#a');
  await stream.event();
  stream.send({ resync: {} });
  expect((await stream.snapshot()).at(-1)!.snapshot_end).toEqual({ channel_count: 1 });
  await alice.ask('MODE #a +i');
  expect(await stream.event()).toMatchObject({ sequence: 2 });
});

test('a big snapshot comes in batches below 1 MiB', async () => {
  for (let c = 0; c < 40; c++) {
    const channel = ircd.addChannel(`#c${c}`, 1);
    for (let i = 0; i < LIST_ENTRIES_MAX; i++) {
      const value = { setter: 's'.repeat(300), setAt: 1 };
      channel.set(`entry:ban:${i}`, { kind: 'entry', list: 'ban', mask: `${i}!*@*`, value });
    }
  }
  link.attach();
  const stream = await sidecar.nextStream();
  const batches = (await stream.welcome()).flatMap(({ snapshot }) => (snapshot ? [snapshot] : []));
  expect(batches.length).toBeGreaterThan(2);
  expect(batches.flatMap(({ channels }) => channels)).toHaveLength(40);
  for (const { channels } of batches)
    expect(JSON.stringify(channels.map(plain)).length).toBeLessThan(1024 * 1024);
});

function client(nick: string): Promise<IrcClient> {
  return connectIrc({ port, nick });
}

async function attached() {
  link.attach();
  const stream = await sidecar.nextStream();
  await stream.welcome();
  return stream;
}

function topic(text: string, setter: string, setAt: number): FieldMessage {
  return { topic: { value: { text: bytes(text), setter: bytes(setter), set_at: setAt } } };
}

function entry(list: string, mask: string, setter: string, setAt: number): FieldMessage {
  return { entry: { list, mask: bytes(mask), present: true, setter: bytes(setter), set_at: setAt } };
}

/** The message with its bytes as text and without the names of its oneofs. */
function plain<Message extends object>(message: Message): Plain<Message> {
  const entries = Object.entries(message).filter(([name, value]) => {
    const isOneofName = name.startsWith('_') || (name === 'field' && typeof value === 'string');
    return !isOneofName && value !== undefined;
  });
  return Object.fromEntries(entries.map(([name, value]) => [name, plainValue(value)])) as Plain<Message>;
}

function plainValue(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  if (Array.isArray(value)) return value.map(plainValue);
  return typeof value === 'object' && value !== null ? plain(value) : value;
}

type Plain<Message> = Message extends HostChannelMessage
  ? Omit<Message, 'name' | 'fields'> & { name: string; fields: object[] }
  : Message;
