import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requiredRole } from '../../src/ops/required-roles.ts';
import type { Decision__Output } from '../../src/proto-types/cburst/v1/Decision.ts';
import { proto } from '../../src/rpc/load-proto.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { heldChannel, joinKey, RawHost } from './raw-host.ts';
import { RawPeer } from './raw-peer.ts';
import { SidecarProcess } from './sidecar-process.ts';

// Every call that changes something leaves a decision in the journal, with who made it: call by call.

const BY = 'socket ops.sock (unverified: alice)';
const directory = temporaryDirectory();
let sidecar: SidecarProcess;
let host: RawHost;
let peer: RawPeer;
let client: InstanceType<typeof proto.OpsService>;

beforeAll(async () => {
  sidecar = await SidecarProcess.start(directory.path, { name: 'a.test', peers: [{ name: 'b.test' }] });
  host = await RawHost.attach(sidecar.hostTarget, { channels: [heldChannel('#x', [joinKey('sesame')])] });
  peer = await RawPeer.link(sidecar.port, 'b.test');
  await peer.burst();
  client = new proto.OpsService(`unix:${join(sidecar.directory, 'ops.sock')}`, credentials.createInsecure());
}, 60_000);

afterAll(async () => {
  client?.close();
  peer?.destroy();
  host?.cancel();
  await sidecar?.stop();
  directory.remove();
});

type Call = (request: object, answer: (error: Error | null, response?: unknown) => void) => void;

function call<T>(method: string, request: object): Promise<T> {
  const calls = client as unknown as Readonly<Record<string, Call>>;
  return new Promise((resolve, reject) => {
    calls[method]!.call(client, request, (error, response) => {
      if (error === null) resolve(response as T);
      else reject(error);
    });
  });
}

/** The latest first. A split makes this server move to another id, too, which the rules decide. */
async function decidedByAlice(): Promise<readonly Decision__Output[]> {
  const { decisions } = await call<{ decisions: Decision__Output[] }>('ListDecisions', {});
  return decisions.filter(({ by }) => by === BY);
}

const channel = Buffer.from('#x');
const note = { channel, name: 'note' };

/** In this order; each is given the decisions that came before it. */
const changes: readonly (readonly [string, (made: readonly Decision__Output[]) => object])[] = [
  ['SetChannelMetadata', () => ({ ...note, value: Buffer.from('hi') })],
  ['DeleteChannelMetadata', () => note],
  ['RestoreDecision', (made) => ({ number: made.at(-1)!.number })],
  ['RotateJoinKey', () => ({ channel })],
  ['SplitChannel', () => ({ channel, servers: ['a.test'] })],
  ['UnpinChannel', (made) => ({ channel_id: made.at(-1)!.to_id })],
  ['ResyncPeers', () => ({ channel })],
  ['SetHostWrites', () => ({ mode: 'HOST_WRITE_MODE_FREEZE', reason: 'a look' })],
  ['SetLogLevel', () => ({ level: 'debug' })],
  ['ReloadConfig', () => ({})],
  ['UnlinkPeer', () => ({ peer: 'b.test' })],
  ['LinkPeer', () => ({ peer: 'b.test' })],
];

/** They need a peer: e2e/quarantine and, for the last, e2e/decisions look at these in the journal. */
const elsewhere = [
  'ApproveQuarantined',
  'RejectQuarantined',
  'ReconsiderRejected',
  'ReadmitPeer',
  'MergeChannel',
];
/** Only reads; and what two sidecars do by themselves every few minutes: nobody decides anything. */
const decideNothing = ['ListStoreProblems', 'ComparePeer'];

it('knows every call that changes something', () => {
  const admin = Object.values(proto.OpsService.service)
    .filter(({ path }) => requiredRole(path) === 'ops-admin')
    .map(({ path }) => path.split('/').at(-1)!);
  const known = [...changes.map(([method]) => method), 'DrainSidecar', ...elsewhere, ...decideNothing];
  expect(new Set(known)).toEqual(new Set(admin));
});

it('each is in the journal once, with the socket and the name that its caller gives itself', async () => {
  const made: Decision__Output[] = [];
  for (const [method, request] of changes) {
    await call(method, { ...request(made), by: 'alice' });
    const [decision, ...before] = await decidedByAlice();
    expect({ method, decisions: before.length }).toEqual({ method, decisions: made.length });
    made.push(decision!);
  }
  expect(made.map(({ kind }) => kind)).toMatchInlineSnapshot(`
    [
      "noted",
      "noted",
      "restored",
      "key-rotated",
      "split",
      "unpinned",
      "resynced",
      "host-writes",
      "sidecar",
      "sidecar",
      "peer-links",
      "peer-links",
    ]
  `);
});

it('who drained is known after it', async () => {
  const { length } = await decidedByAlice();
  client
    .DrainSidecar({ by: 'alice', timeout_ms: 1000 })
    .on('error', () => {})
    .resume();
  expect(await sidecar.process.ended()).toBe(0);
  await sidecar.process.start();
  const [decision, ...before] = await decidedByAlice();
  expect(decision).toMatchObject({
    kind: 'sidecar',
    reason: 'nothing new is taken, and peers are told what waits',
  });
  expect(before).toHaveLength(length);
});
