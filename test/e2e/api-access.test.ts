import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath as healthProto } from 'grpc-health-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newToken, tokenHash } from '../../src/access/api-token.ts';
import { proto } from '../../src/rpc/load-proto.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { DaemonProcess } from './daemon-process.ts';
import { freePorts } from './free-port.ts';
import { bytes, heldChannel, joinKey, RawHost, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';

const TOKENS = { host: newToken(), 'ops-read': newToken(), 'ops-admin': newToken() };
const TOKEN = TOKENS['ops-admin'];
const directory = temporaryDirectory();
const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const sidecar of running.splice(0)) await sidecar.stop();
});
afterAll(() => directory.remove());

let count = 0;
const freshParent = () => join(directory.path, String(++count));

async function start(parent = freshParent(), api = ''): Promise<SidecarProcess> {
  const sidecar = await SidecarProcess.start(parent, { name: 'a.test', api });
  running.push(sidecar);
  return sidecar;
}

/** A generic client of the services that come with gRPC: what grpcurl and health probes are. */
// biome-ignore lint/suspicious/noExplicitAny: built from .proto files at run time
type AnyClient = any;
const reflectionProto = join(
  createRequire(import.meta.url).resolve('@grpc/reflection'),
  '../../proto/grpc/reflection/v1/reflection.proto',
);
// biome-ignore lint/suspicious/noExplicitAny: as above
const grpc = (file: string): any =>
  loadPackageDefinition(loadSync(file, { enums: String, oneofs: true })).grpc;
const healthClient = (target: string): AnyClient =>
  new (grpc(healthProto).health.v1.Health)(target, credentials.createInsecure());
const reflectionClient = (target: string): AnyClient =>
  new (grpc(reflectionProto).reflection.v1.ServerReflection)(target, credentials.createInsecure());
const opsTarget = (sidecar: SidecarProcess) => `unix:${sidecar.directory}/ops.sock`;

/** The status of a call and what it answered. */
function unary(call: (done: (error: ServiceError | null, answer: unknown) => void) => void) {
  return new Promise<{ code: string; details: string; answer: unknown }>((resolve) => {
    call((error, answer) => {
      resolve({ code: status[error?.code ?? 0]!, details: error?.details ?? '', answer });
    });
  });
}

/** The status with which a stream ends. */
function streamEnd(stream: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve) => {
    stream.on('data', () => {}).on('error', () => {});
    stream.on('status', ({ code }) => resolve(status[code]!));
  });
}

describe('files and sockets', () => {
  const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);

  it.each([0o000, 0o022, 0o077])(
    'are for owner and group, and the owner alone, under umask %o',
    async (umask) => {
      const before = process.umask(umask);
      const sidecar = await start().finally(() => process.umask(before));
      expect(mode(join(sidecar.directory, 'host.sock'))).toBe('660');
      expect(mode(join(sidecar.directory, 'ops.sock'))).toBe('660');
      const host = await RawHost.attach(sidecar.hostTarget, {
        channels: [heldChannel('#x', [joinKey('secret')])],
      });
      const files = readdirSync(sidecar.directory).filter((file) => file.startsWith('cburst.db'));
      expect(files).toContain('cburst.db-wal');
      for (const file of files) expect([file, mode(join(sidecar.directory, file))]).toEqual([file, '600']);
      host.cancel();
    },
  );

  it('a key that others can read is refused', async () => {
    const sidecar = await SidecarProcess.prepare(freshParent(), { name: 'a.test' });
    chmodSync(join(sidecar.directory, 'peer.key'), 0o640);
    await expect(sidecar.process.start()).rejects.toThrow(/chmod 600/);
  });

  it('of a killed sidecar are taken over', async () => {
    const sidecar = await start();
    await sidecar.process.stop('SIGKILL');
    expect(existsSync(join(sidecar.directory, 'host.sock'))).toBe(true);
    await sidecar.process.start();
    const host = await RawHost.attach(sidecar.hostTarget);
    expect((await sidecar.ops.status()).host?.attached).toBe(true);
    host.cancel();
    await sidecar.process.stop();
    expect(existsSync(join(sidecar.directory, 'host.sock'))).toBe(false);
  });

  it('that are no sockets are left alone', async () => {
    const sidecar = await SidecarProcess.prepare(freshParent(), { name: 'a.test' });
    const file = join(sidecar.directory, 'host.sock');
    writeFileSync(file, 'precious');
    await expect(sidecar.process.start()).rejects.toThrow(/host\.sock is no socket/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });
});

describe('a store', () => {
  const args = (sidecar: SidecarProcess) => ['sidecar', '--config', join(sidecar.directory, 'sidecar.toml')];

  it('has one owner: a second sidecar is refused, and the first goes on', async () => {
    const sidecar = await start();
    const second = new DaemonProcess(args(sidecar), 'sidecar.started');
    await expect(second.start()).rejects.toThrow(/another process has it open; stop that one/);
    const host = await RawHost.attach(sidecar.hostTarget);
    expect((await sidecar.ops.status()).host?.attached).toBe(true);
    host.cancel();
  });

  it.each([
    [
      'name = "a.test"',
      'name = "z.test"',
      /belongs to the server a\.test.*use another \[store\] path, or put \[server\] name back/,
    ],
    [
      'casemapping = "ascii"',
      'casemapping = "rfc1459"',
      /written under the casemapping ascii.*put \[server\] casemapping back, or move the file of \[store\] path away/,
    ],
  ])('belongs to a server and its casemapping: not %s as %s', async (before, after, words) => {
    const sidecar = await start();
    const host = await RawHost.attach(sidecar.hostTarget, { channels: [heldChannel('#x', [])] });
    host.cancel();
    await sidecar.process.stop();
    const file = join(sidecar.directory, 'sidecar.toml');
    const config = readFileSync(file, 'utf8');
    writeFileSync(file, config.replace(before, after), { mode: 0o600 });
    await expect(new DaemonProcess(args(sidecar), 'sidecar.started').start()).rejects.toThrow(words);
    writeFileSync(file, config, { mode: 0o600 });
    await sidecar.process.start();
    expect((await sidecar.ops.status()).documents).toBe(1);
  });
});

describe('over TCP', () => {
  let sidecar: SidecarProcess;
  let target: string;
  beforeAll(async () => {
    const [port] = await freePorts(1);
    target = `127.0.0.1:${port}`;
    const api = [
      `tcp = "${target}"`,
      ...Object.entries(TOKENS).map(
        ([role, token]) =>
          `[[api.token]]\nname = "of-${role}"\nrole = "${role}"\nsha256 = "${tokenHash(token)}"`,
      ),
    ];
    sidecar = await SidecarProcess.start(freshParent(), { name: 'a.test', api: api.join('\n') });
  });
  afterAll(() => sidecar.stop());

  const metadata = (authorization: string | null) => {
    const made = new Metadata();
    if (authorization !== null) made.set('authorization', authorization);
    return made;
  };

  /** Every kind of call there is: its status. */
  async function callAll(authorization: string | null): Promise<string[]> {
    const shown = metadata(authorization);
    const ops = new proto.OpsService(target, credentials.createInsecure());
    const hosts = new proto.HostService(target, credentials.createInsecure());
    const health = healthClient(target);
    const reflection = reflectionClient(target);
    const attach = hosts.Attach(shown);
    const reflected = reflection.ServerReflectionInfo(shown);
    const watch = ops.WatchEvents({}, shown);
    const watched = health.Watch({ service: '' }, shown);
    const ends = [attach, reflected, watch, watched].map(streamEnd);
    attach.end();
    reflected.end();
    watch.on('metadata', () => watch.cancel());
    watched.on('data', () => watched.cancel());
    const unaries = [
      unary((done) => ops.GetStatus({}, shown, done)),
      unary((done) => ops.ListChannels({}, shown, done)),
      unary((done) => ops.ResyncPeers({}, shown, done)),
      unary((done) => health.Check({ service: '' }, shown, done)),
    ];
    const codes = [...(await Promise.all(unaries)).map(({ code }) => code), ...(await Promise.all(ends))];
    for (const client of [ops, hosts, health, reflection]) client.close();
    return codes;
  }

  it.each([
    ['no token', null],
    ['an empty one', ''],
    ['a wrong one', 'Bearer wrong'],
    ['a wrong one of the same length', `Bearer ${TOKEN.slice(0, -1)}x`],
    ['a part of it', `Bearer ${TOKEN.slice(0, -1)}`],
    ['more than it', `Bearer ${TOKEN}x`],
    ['it in another scheme', `Basic ${TOKEN}`],
    ['it alone', TOKEN],
  ])('every call is refused with %s', async (_, authorization) => {
    expect(new Set(await callAll(authorization))).toEqual(new Set(['UNAUTHENTICATED']));
    expect((await sidecar.ops.status()).host?.attached).toBe(false);
  });

  it.each([
    ['host', 'OK', 'PERMISSION_DENIED', 'PERMISSION_DENIED'],
    ['ops-read', 'PERMISSION_DENIED', 'OK', 'PERMISSION_DENIED'],
    ['ops-admin', 'PERMISSION_DENIED', 'OK', 'OK'],
  ] as const)('a token of the role %s is let in to what that is for', async (role, host, read, admin) => {
    const watched = read === 'OK' ? 'CANCELLED' : read;
    expect(await callAll(`Bearer ${TOKENS[role]}`)).toEqual([
      ...[read, read, admin, 'OK'],
      ...[host, 'OK', watched, 'CANCELLED'],
    ]);
    expect(sidecar.everythingLogged).not.toContain(TOKENS[role]);
  });

  it('who was refused is in the log, up to a number, and counted', async () => {
    const refused = await sidecar.logged('api.refused', 'of-ops-read');
    expect(refused).toMatchObject({ reason: 'role', caller: 'token of-ops-read', role: 'ops-read' });
    expect(await sidecar.logged('api.refused', 'unknown-credential')).not.toHaveProperty('caller');
    const lines = sidecar.process.log.filter(({ event }) => event === 'api.refused');
    expect(lines.length).toBeLessThan(8 * 8);
    const { figures } = await sidecar.ops.stats('api_refused_calls_total');
    const counted = figures.map(({ labels: { reason, role }, value }) => [`${reason} ${role}`, value > 0]);
    expect(Object.fromEntries(counted)).toEqual({
      ...{ 'no-credential none': true, 'unknown-credential none': true },
      ...{ 'role host': true, 'role ops-read': true, 'role ops-admin': true },
    });
  });
});

describe('the services', () => {
  const HOST = 'cburst.v1.HostService';

  it('are where they belong: hosts and operators have sockets of their own', async () => {
    const sidecar = await start();
    const ops = new proto.OpsService(sidecar.hostTarget, credentials.createInsecure());
    const hosts = new proto.HostService(opsTarget(sidecar), credentials.createInsecure());
    expect(await unary((done) => ops.GetStatus({}, done))).toMatchObject({ code: 'UNIMPLEMENTED' });
    expect(await streamEnd(hosts.Attach())).toBe('UNIMPLEMENTED');
    ops.close();
    hosts.close();
  });

  it('tell their health, and that of the host API follows the host', async () => {
    const sidecar = await start();
    const client = healthClient(opsTarget(sidecar));
    const check = (service: string) => unary((done) => client.Check({ service }, done));
    expect(await check('')).toMatchObject({ answer: { status: 'SERVING' } });
    expect(await check('cburst.v1.OpsService')).toMatchObject({ answer: { status: 'SERVING' } });
    expect(await check('unheard.of')).toMatchObject({ code: 'NOT_FOUND' });
    const watch: ClientReadableStream<{ status: string }> = client.Watch({ service: HOST });
    const seen = watch[Symbol.asyncIterator]();
    const next = async () => (await seen.next()).value.status;
    expect(await next()).toBe('NOT_SERVING');
    const host = await RawHost.attach(sidecar.hostTarget);
    expect(await next()).toBe('SERVING');
    expect(await check(HOST)).toMatchObject({ answer: { status: 'SERVING' } });
    host.cancel();
    expect(await next()).toBe('NOT_SERVING');
    const rude = await RawHost.attach(sidecar.hostTarget);
    expect(await next()).toBe('SERVING');
    rude.send({});
    expect(await next()).toBe('NOT_SERVING');
    await rude.ended();
    watch.on('error', () => {}).cancel();
    client.close();
  });

  it('describe themselves', async () => {
    const sidecar = await start();
    const client = reflectionClient(opsTarget(sidecar));
    const call = client.ServerReflectionInfo();
    call.on('error', () => {});
    const answers = call[Symbol.asyncIterator]();
    const ask = async (question: object) => {
      call.write(question);
      return (await answers.next()).value;
    };
    const { listServicesResponse } = await ask({ listServices: '*' });
    const names = listServicesResponse.service.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['cburst.v1.OpsService', 'grpc.health.v1.Health']));
    expect(names).not.toContain(HOST);
    const { fileDescriptorResponse } = await ask({ fileContainingSymbol: 'cburst.v1.OpsService' });
    const described = Buffer.concat(fileDescriptorResponse.fileDescriptorProto).toString('latin1');
    expect(described).toContain('GetChannelResponse');
    call.end();
    client.close();
  });

  it('let a watcher see what happens, filtered, and never a join key', async () => {
    const sidecar = await start();
    const client = new proto.OpsService(opsTarget(sidecar), credentials.createInsecure());
    const watch = async (glob: string) => {
      const stream = client.WatchEvents({ name_glob: bytes(glob) });
      stream.on('error', () => {});
      await new Promise((resolve) => stream.once('metadata', resolve));
      return { stream, events: stream[Symbol.asyncIterator]() };
    };
    const all = await watch('');
    const some = await watch('#Wanted*');
    const host = await RawHost.attach(sidecar.hostTarget);
    await host.tell({ channel: bytes('#other'), created: heldChannel('#other', [topic('x')]) });
    await host.tell({
      channel: bytes('#wanted\xff'),
      created: heldChannel('#wanted\xff', [topic('x'), joinKey('hunter2')]),
    });
    host.cancel();
    const kinds: string[] = [];
    let told = '';
    while (kinds.at(-1) !== 'host.detached') {
      const { value } = await all.events.next();
      kinds.push(value!.kind);
      told += JSON.stringify(value);
    }
    expect(kinds[0]).toBe('host.attached');
    expect(kinds.filter((kind) => kind === 'channel.created')).toHaveLength(2);
    expect(told).not.toContain('hunter2');
    const { value: first } = await some.events.next();
    expect(first).toMatchObject({ channel: bytes('#wanted\xff'), server: 'a.test' });
    for (const { stream } of [all, some]) stream.cancel();
    client.close();
  });

  it('say what is wrong with a question', async () => {
    const sidecar = await start();
    const client = new proto.OpsService(opsTarget(sidecar), credentials.createInsecure());
    const channel = (name: string) => unary((done) => client.GetChannel({ name: bytes(name) }, done));
    expect(await channel('#x\r\n')).toMatchObject({
      code: 'NOT_FOUND',
      details: 'no channel #x\\x0d\\x0a is known',
    });
    expect(await channel(`#${'\xff'.repeat(100_000)}`)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await channel('')).toMatchObject({ code: 'NOT_FOUND' });
    const page = (page_token: string) => unary((done) => client.ListChannels({ page_token }, done));
    expect(await page('!')).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await page('\u{1f600}')).toMatchObject({ code: 'INVALID_ARGUMENT' });
    client.close();
  });
});
