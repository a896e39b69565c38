import { join } from 'node:path';
import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken, tokenHash } from '../../src/access/api-token.ts';
import type { WatchEventsResponse__Output } from '../../src/proto-types/cburst/v1/WatchEventsResponse.ts';
import { proto } from '../../src/rpc/load-proto.ts';
import { channelId } from '../support/replica-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { freePorts } from './free-port.ts';
import { bytes, goodHello, heldChannel, joinKey, RawHost, topic } from './raw-host.ts';
import { RawPeer } from './raw-peer.ts';
import { SidecarProcess } from './sidecar-process.ts';

// What is secret or private, and whatever goes with it, is told to nobody who has no business with it.

/** In every name, topic, note and mask of what is hidden. */
const SECRET = 'hush';
const flag = (name: string) => ({ flag: { name, set: true } });
const parent = (value: string) => ({ name: 'parent', value: bytes(value), by: 'alice' });

const directory = temporaryDirectory();
const granted = newToken();
let sidecar: SidecarProcess;
let host: RawHost;
let peer: RawPeer;
let reader: Client;
let admin: Client;
let address: string;
let watched: Promise<WatchEventsResponse__Output[]>;

type Client = InstanceType<typeof proto.OpsService>;
type Answer = { readonly code: string; readonly details: string; readonly text: string };

/** Bytes and strings alike as text. */
const asText = (value: unknown): string =>
  JSON.stringify(value, (_, item) =>
    item?.type === 'Buffer' ? Buffer.from(item.data).toString('latin1') : item,
  ) ?? '';

/** What an error says, to people and to programs. */
const saidOf = (error: ServiceError | null): string =>
  (error?.details ?? '') +
  (error?.metadata.get('grpc-status-details-bin') ?? []).map((each) => each.toString('latin1'));

/** Any call without a stream. */
function ask(client: Client, method: string, request: object, token?: string): Promise<Answer> {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  return new Promise((resolve) => {
    const done = (error: ServiceError | null, answer: unknown) =>
      resolve({ code: status[error?.code ?? 0]!, details: saidOf(error), text: asText(answer) });
    (client as never as Record<string, (...args: unknown[]) => void>)[method]!(request, metadata, done);
  });
}

/** All events until one of the peer's end, from now on. */
async function watchUntilTheEnd(client: Client): Promise<{ events: Promise<WatchEventsResponse__Output[]> }> {
  const stream = client.WatchEvents({});
  await new Promise((resolve) => stream.once('metadata', resolve));
  const until = async () => {
    const events: WatchEventsResponse__Output[] = [];
    for await (const event of stream as AsyncIterable<WatchEventsResponse__Output>) {
      events.push(event);
      if (event.kind === 'host.detached') break;
    }
    return events;
  };
  return { events: until() };
}

beforeAll(async () => {
  const [port] = await freePorts(1);
  address = `127.0.0.1:${port}`;
  sidecar = await SidecarProcess.start(directory.path, {
    name: 'a.test',
    peers: [{ name: 'b.test' }],
    api: `read_socket = "read.sock"
tcp = "${address}"
[[api.token]]
name = "staff"
role = "ops-read"
sha256 = "${tokenHash(granted)}"
hidden = ["#HUSH*"]
members = true`,
  });
  reader = new proto.OpsService(`unix:${join(sidecar.directory, 'read.sock')}`, credentials.createInsecure());
  admin = new proto.OpsService(`unix:${join(sidecar.directory, 'ops.sock')}`, credentials.createInsecure());
  watched = (await watchUntilTheEnd(reader)).events;
  const closed = [topic(`${SECRET} now`), joinKey('sesame')];
  host = await RawHost.attach(sidecar.hostTarget, {
    hello: { ...goodHello, flags: [...goodHello.flags, 'secret', 'private'] },
    channels: [
      heldChannel('#hush', [...closed, flag('secret')]),
      heldChannel('#hush-p', [...closed, flag('private')]),
      heldChannel('#open', [topic('come in')]),
      heldChannel('#hall', [topic('come in')]),
    ],
  });
  for (const [channel, above] of [
    ['#open', '#hush'],
    ['#hush-p', '#hall'],
    ['#hush', '#hush-p'],
  ] as const)
    expect(
      await ask(admin, 'SetChannelMetadata', { channel: bytes(channel), ...parent(above) }),
    ).toMatchObject({
      code: 'OK',
    });
  peer = await RawPeer.link(sidecar.port, 'b.test');
  const old = '1970-01-02T00:00:00Z';
  const young = '2022-01-01T12:00:00Z';
  await peer.burst(
    `CBURST #hush ${channelId(1)} b.test ${young} TOPIC "hush there" b!b@b ${young} +sm MEMBERS 1`,
    `CBURST #hush-new ${channelId(2)} b.test ${old} TOPIC "hush waits" b!b@b ${old} +s MEMBERS 1`,
    `CBURST #open ${channelId(3)} b.test ${old} NOTOPIC MEMBERS 1`,
  );
  await host.tell({ channel: bytes('#hush-p'), dropped: {} });
  const again = heldChannel('#hush-p', [topic('hush again'), joinKey('sesame'), flag('private')]);
  await host.tell({ channel: bytes('#hush-p'), created: again });
}, 60_000);

afterAll(async () => {
  peer?.destroy();
  for (const client of [reader, admin]) client?.close();
  await sidecar?.stop();
  directory.remove();
});

/** Questions about what is hidden, one or more of each call. */
const hush = bytes('#hush');
const questions: Readonly<Record<string, readonly object[]>> = {
  GetChannel: [
    { name: hush },
    { name: bytes('#open') },
    { name: bytes('#hall') },
    { name: hush, reveal_keys: true },
  ],
  ListMembers: [{ name: hush }],
  ListChannels: [{}, { name_glob: bytes('#h*') }, { page_size: 1 }],
  ListChannelMetadata: [{ channel: hush }, { channel: bytes('#open') }],
  GetChannelMetadata: [
    { channel: hush, name: 'parent' },
    { channel: bytes('#open'), name: 'parent' },
  ],
  PlanPolicy: [{ policy: 'merge' }, { policy: 'oldest', name_glob: hush }],
  ListDecisions: [{}, { name_glob: hush }],
  SetChannelMetadata: [{ channel: hush, ...parent('#hush') }],
  DeleteChannelMetadata: [{ channel: hush, name: 'parent' }],
  MergeChannel: [{ channel: hush, validate_only: true }],
  SplitChannel: [{ channel: hush, servers: ['a.test'], validate_only: true }],
  UnpinChannel: [{ channel_id: channelId(1) }],
  ApproveQuarantined: [{ number: 1 }],
  RejectQuarantined: [{ number: 1 }],
  RestoreDecision: [{ number: 1 }],
  ResyncPeers: [{ channel: hush }],
};

/** No channel can be asked for here, and a second look sees others: times, what a peer acknowledged since. */
const FIGURES = ['GetStats', 'GetStatus', 'ListPeers'];

/** Of a call that is not there: what fits of it. */
const anything = [
  {},
  { name: hush, channel: hush, name_glob: bytes('*') },
  { channel_id: channelId(1), number: 1 },
];
const asked = (method: string) => questions[method] ?? anything;

const methods = Object.entries(proto.OpsService.service).filter(([, { responseStream }]) => !responseStream);

describe('somebody who only looks', () => {
  it.each(methods.map(([name]) => name))('%s tells nothing of what is hidden', async (method) => {
    for (const request of asked(method)) {
      const { text, details } = await ask(reader, method, request);
      expect(text).not.toContain(SECRET);
      // It may say again what it was asked for, and not more about it than of what is not there.
      expect(details.replaceAll(/#hush(?!\w|-)/g, '')).not.toContain(SECRET);
    }
  });

  it.each(methods.map(([name]) => name).filter((name) => !FIGURES.includes(name)))(
    '%s answers for a hidden channel as for an unknown one',
    async (method) => {
      for (const request of asked(method)) {
        const unknown = JSON.parse(JSON.stringify(request), (_, item) =>
          item?.type === 'Buffer' ? bytes(Buffer.from(item.data).toString().replace('#hush', '#none')) : item,
        );
        const [hidden, none] = [await ask(reader, method, request), await ask(reader, method, unknown)];
        expect({ ...hidden, details: hidden.details.replaceAll('#hush', '#none') }).toEqual(none);
      }
    },
  );

  it('sees the rest', async () => {
    const { text } = await ask(reader, 'ListChannels', {});
    expect(text).toContain('"#open"');
    expect(await ask(reader, 'GetChannel', { name: bytes('#open') })).toMatchObject({ code: 'OK' });
    expect((await ask(reader, 'ListQuarantine', {})).text).toContain('#open');
    expect((await ask(reader, 'ListDecisions', {})).text).toContain('#open');
    expect(await ask(reader, 'GetStatus', {})).toMatchObject({ code: 'OK' });
  });

  it('is not told who is in a channel, nor a join key', async () => {
    const members = await ask(reader, 'ListMembers', { name: bytes('#open') });
    expect(members).toMatchObject({ code: 'PERMISSION_DENIED' });
    const key = await ask(reader, 'GetChannel', { name: bytes('#open'), reveal_keys: true });
    expect(key).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(await sidecar.logged('api.refused', 'GetChannel')).toMatchObject({
      reason: 'grant',
      caller: 'socket read.sock',
    });
  });
});

describe('somebody with a grant', () => {
  it('sees what is hidden by those names, and who is there', async () => {
    const staff = new proto.OpsService(address, credentials.createInsecure());
    const channels = await ask(staff, 'ListChannels', {}, granted);
    for (const name of ['#hush', '#hush-p', '#open']) expect(channels.text).toContain(`"${name}"`);
    expect((await ask(staff, 'GetChannel', { name: hush }, granted)).text).toContain('hush now');
    expect((await ask(staff, 'ListConflicts', {}, granted)).text).toContain('#hush');
    expect(await ask(staff, 'ListMembers', { name: hush }, granted)).toMatchObject({ code: 'OK' });
    const key = await ask(staff, 'GetChannel', { name: hush, reveal_keys: true }, granted);
    expect(key).toMatchObject({ code: 'PERMISSION_DENIED' });
    staff.close();
  });
});

describe('an admin', () => {
  it.each([
    'GetChannel',
    'ListChannels',
    'ListChannelMetadata',
    'ListConflicts',
    'ListDecisions',
    'ListQuarantine',
  ])('%s tells of what is hidden', async (method) => {
    expect((await ask(admin, method, asked(method)[0]!)).text).toContain(SECRET);
  });

  it('sees everything, and a join key only when asking for it, which is told', async () => {
    expect((await ask(admin, 'ListQuarantine', {})).text).toContain('#hush-new');
    const name = bytes('#hush-p');
    expect((await ask(admin, 'GetChannel', { name })).text).not.toContain('sesame');
    expect((await ask(admin, 'GetChannel', { name, reveal_keys: true })).text).toContain('sesame');
    const told = await sidecar.logged('channel.keys_revealed', 'socket ops.sock');
    expect(told).toMatchObject({ channel: '#hush-p' });
    expect(sidecar.everythingLogged).not.toContain('sesame');
  });
});

it('events of hidden channels are for those who see them', async () => {
  host.cancel();
  const events = await watched;
  expect(asText(events)).not.toContain(SECRET);
  expect(asText(events)).toContain('#open');
});
