import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken, tokenHash } from '../../src/access/api-token.ts';
import { PinnedCredentials } from '../../src/cli/pinned-credentials.ts';
import { formatPin } from '../../src/peer/spki-pin.ts';
import { proto } from '../../src/rpc/load-proto.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { identityOf } from '../support/test-identity.ts';
import { runCburst } from '../unit/cli/run-cburst.ts';
import { freePorts } from './free-port.ts';
import { heldChannel, joinKey, RawHost } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';

// Every way into the API, and what each may do there.

/** Debian's `daemon`: who is root can give a file to any group, who is not has one of its own. */
const isRoot = process.getuid?.() === 0;
const GROUP = isRoot ? 'daemon' : String(process.getgid?.());
const GROUP_ID = isRoot ? 1 : process.getgid?.();
/** Debian's `bin`, so that the host's socket has a group of its own. */
const HOST_GROUP_ID = isRoot ? 2 : process.getgid?.();

const directory = temporaryDirectory();
const TOKEN = newToken();
let sidecar: SidecarProcess;
let host: RawHost;
let address: string;
let pin: string;

beforeAll(async () => {
  const [port] = await freePorts(1);
  address = `127.0.0.1:${port}`;
  pin = formatPin((await identityOf('a.test')).pin);
  for (const name of ['laptop', 'stranger']) {
    const { keyPem, certificatePem } = await identityOf(name);
    writeFileSync(join(directory.path, `${name}.key`), keyPem, { mode: 0o600 });
    writeFileSync(join(directory.path, `${name}.crt`), certificatePem);
  }
  writeFileSync(join(directory.path, 'token'), `${TOKEN}\n`, { mode: 0o600 });
  sidecar = await SidecarProcess.start(directory.path, {
    name: 'a.test',
    api: `host_group = "${HOST_GROUP_ID}"
ops_group = "${GROUP}"
read_socket = "read.sock"
read_group = "${GROUP_ID}"
tcp = "${address}"
tls_key = "peer.key"
tls_certificate = "peer.crt"
[[api.token]]
name = "grafana"
role = "ops-read"
sha256 = "${tokenHash(TOKEN)}"
[[api.certificate]]
name = "laptop"
role = "ops-admin"
file = "../laptop.crt"`,
  });
  host = await RawHost.attach(sidecar.hostTarget, { channels: [heldChannel('#x', [joinKey('sesame')])] });
}, 60_000);

afterAll(async () => {
  host?.cancel();
  await sidecar?.stop();
  directory.remove();
});

const file = (name: string) => join(directory.path, name);
const certificate = (name: string) => [
  '--client-certificate',
  file(`${name}.crt`),
  '--client-key',
  file(`${name}.key`),
];
const overTls = () => ['--address', address, '--pin', pin];
const socket = (name: string) => ['--socket', join(sidecar.directory, name)];

describe('a unix socket', () => {
  it('belongs to the group of its role, and to no others', () => {
    const groups = { 'host.sock': HOST_GROUP_ID, 'ops.sock': GROUP_ID, 'read.sock': GROUP_ID };
    for (const [name, group] of Object.entries(groups)) {
      const { gid, mode } = statSync(join(sidecar.directory, name));
      expect({ name, gid, mode: (mode & 0o777).toString(8) }).toEqual({ name, gid: group, mode: '660' });
    }
  });

  it('is for its role', async () => {
    expect((await runCburst(['status', ...socket('read.sock')])).exitCode).toBe(0);
    const refused = await runCburst(['resync', ...socket('read.sock')]);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain('the role ops-read of this socket read.sock does not include this call');
    expect((await runCburst(['resync', ...socket('ops.sock')])).exitCode).toBe(0);
    expect(await sidecar.logged('api.refused', 'ResyncPeers')).toMatchObject({
      reason: 'role',
      caller: 'socket read.sock',
    });
  });
});

describe('over TLS', () => {
  const note = (...way: string[]) =>
    runCburst(['metadata', 'set', '#x', 'note', 'hi', '--by', 'alice', ...way]);

  it('a client certificate is known by its key, and the journal names it beside what it says of itself', async () => {
    expect(await note(...overTls(), ...certificate('laptop'))).toMatchObject({ exitCode: 0 });
    const { stdout } = await runCburst(['journal', ...overTls(), ...certificate('laptop')]);
    expect(stdout).toContain('certificate laptop (unverified: alice)');
  });

  it('a token is let in, up to its role', async () => {
    const way = [...overTls(), '--token-file', file('token')];
    expect((await runCburst(['status', ...way])).exitCode).toBe(0);
    expect((await runCburst(['health', ...way])).exitCode).toBe(0);
    expect((await note(...way)).stderr).toContain('the role ops-read of this token grafana');
  });

  it('whose key is not known is refused, and so is who shows nothing', async () => {
    const refused = await runCburst(['status', ...overTls(), ...certificate('stranger')]);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain('a bearer token or a client certificate is needed');
  });

  it('a server that has another key is not spoken to', async () => {
    const wrong = ['--address', address, '--pin', `sha256:${'1'.repeat(64)}`];
    const refused = await runCburst(['status', ...wrong, '--token-file', file('token')]);
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toContain(`wrong pin: the server proves ${pin}`);
    expect(refused.stderr).toContain('Else somebody stands between');
  });

  it('nobody is let in without TLS, and a token does not get there', async () => {
    const client = new proto.OpsService(address, credentials.createInsecure());
    const error = await new Promise<ServiceError | null>((resolve) => {
      client.GetStatus({}, { deadline: Date.now() + 5_000 }, (failure) => resolve(failure));
    });
    expect(status[error!.code]).toMatch(/UNAVAILABLE|DEADLINE_EXCEEDED/);
    client.close();
  });
});

describe('a join key', () => {
  it('is shown to who may know it and asks for it, and that is told', async () => {
    const hidden = await runCburst(['channel', '#x', ...socket('ops.sock')]);
    expect(hidden.stdout).toMatch(/^key +set \(not shown\)/m);
    const shown = await runCburst(['channel', '#x', '--reveal-key', ...socket('ops.sock')]);
    expect(shown.stdout).toMatch(/^key +sesame /m);
    await sidecar.logged('channel.keys_revealed', 'asked for by socket ops.sock');
    expect(sidecar.everythingLogged).not.toContain('sesame');
  });

  it('and who is in a channel are not for those who only look', async () => {
    const refused = await runCburst(['channel', '#x', '--reveal-key', ...socket('read.sock')]);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    const channel = await runCburst(['channel', '#x', ...socket('read.sock')]);
    expect(channel).toMatchObject({ exitCode: 0, stderr: 'Who is in it is not told to this caller.\n' });
    const answer = await runCburst(['channel', '#x', '--json', ...socket('read.sock')]);
    expect(JSON.parse(answer.stdout)).toMatchObject({ members: null });
  });
});

describe('the key of the API', () => {
  const show = async (name: string) => {
    const { keyPem, certificatePem } = await identityOf(name);
    writeFileSync(join(sidecar.directory, 'api.key'), keyPem, { mode: 0o600 });
    writeFileSync(join(sidecar.directory, 'api.crt'), certificatePem);
  };
  const reload = () => runCburst(['reload', ...socket('ops.sock')]);
  const status = (asked: string) =>
    runCburst(['status', '--address', address, '--pin', asked, '--token-file', file('token')]);

  it('is another one after a reload that names other files, and calls that are there go on', async () => {
    const { keyPem: key, certificatePem: certificate } = await identityOf('laptop');
    const tls = new PinnedCredentials({ pin: pin.slice('sha256:'.length), identity: { key, certificate } });
    const client = new proto.OpsService(address, tls);
    const watch = client.WatchEvents({ kinds: ['config.reloaded'] }).on('error', () => {});
    await new Promise((resolve) => watch.once('metadata', resolve));
    const told = new Promise((resolve) => watch.once('data', resolve));
    await show('renewed');
    const config = join(sidecar.directory, 'sidecar.toml');
    const text = readFileSync(config, 'utf8');
    const named = text.replace(/^(tls_\w+) = "peer\.(\w+)"$/gm, '$1 = "api.$2"');
    writeFileSync(config, named, { mode: 0o600 });
    const { stdout } = await reload();
    expect(stdout).toMatch(/^\[api\] +tls_key .*at once$/m);
    expect(stdout).toMatch(/^\[api\] +tls_certificate \(its content\) +SHA-256 .* SHA-256 .*at once$/m);
    await told;
    watch.cancel();
    client.close();
    expect(await status(formatPin((await identityOf('renewed')).pin))).toMatchObject({ exitCode: 0 });
    expect((await status(pin)).stderr).toContain('wrong pin');
  });

  it('is another one after a reload when only the files are others', async () => {
    await show('a.test');
    expect((await reload()).stdout).toMatch(/^\[api\] +tls_certificate \(its content\) +SHA-256 .*at once$/m);
    expect(await status(pin)).toMatchObject({ exitCode: 0 });
  });

  it('stays what it is when the files do not belong together', async () => {
    const { certificatePem } = await identityOf('renewed');
    writeFileSync(join(sidecar.directory, 'api.crt'), certificatePem);
    expect((await reload()).stderr).toMatch(/nothing was changed: .*cannot be used together \(\[api\]/);
    expect(await status(pin)).toMatchObject({ exitCode: 0 });
    await show('a.test');
  });
});

describe('the file of a client certificate', () => {
  it('with another one in it counts after a reload, which tells that', async () => {
    const at = join(directory.path, 'laptop.crt');
    const good = readFileSync(at, 'utf8');
    const [mine, other] = await Promise.all(
      ['laptop', 'stranger'].map(async (name) => formatPin((await identityOf(name)).pin)),
    );
    const letIn = async (name: string) =>
      (await runCburst(['status', ...overTls(), ...certificate(name)])).exitCode === 0;
    const tells = (...pins: string[]) =>
      expect.stringMatching(
        new RegExp(`^\\[api\\] +certificate laptop \\(its content\\) +${pins.join(' +')} +at once$`, 'm'),
      );
    // What shows the old key is the client's own file, which stays.
    const shown = join(directory.path, 'shown.crt');
    writeFileSync(shown, good);
    writeFileSync(at, readFileSync(join(directory.path, 'stranger.crt')));
    expect((await runCburst(['reload', ...socket('ops.sock')])).stdout).toEqual(tells(mine!, other!));
    expect(await letIn('stranger')).toBe(true);
    const before = ['--client-certificate', shown, '--client-key', file('laptop.key')];
    expect((await runCburst(['status', ...overTls(), ...before])).exitCode).toBe(1);
    writeFileSync(at, good);
    expect((await runCburst(['reload', ...socket('ops.sock')])).stdout).toEqual(tells(other!, mine!));
    expect(await letIn('laptop')).toBe(true);
  });
});

it('a credential that is taken out of the configuration lets nobody in, and ends what it let in', async () => {
  const { keyPem: key, certificatePem: certificate } = await identityOf('laptop');
  const tls = new PinnedCredentials({ pin: pin.slice('sha256:'.length), identity: { key, certificate } });
  const client = new proto.OpsService(address, tls);
  const token = new Metadata();
  token.set('authorization', `Bearer ${TOKEN}`);
  const watches = [client.WatchEvents({}), client.WatchEvents({}, token)];
  const ends = watches.map(
    (watch) =>
      new Promise((resolve) => watch.on('error', () => {}).on('status', ({ code }) => resolve(status[code]))),
  );
  await Promise.all(watches.map((watch) => new Promise((resolve) => watch.once('metadata', resolve))));
  const config = join(sidecar.directory, 'sidecar.toml');
  const text = readFileSync(config, 'utf8');
  const cut = text.indexOf('[[api.token]]');
  const without = text.slice(0, cut) + text.slice(text.indexOf('[peers]', cut));
  writeFileSync(config, without.replace(/^(?:tcp|tls_\w+) = .*\n/gm, ''), { mode: 0o600 });
  expect(await runCburst(['reload', ...socket('ops.sock')])).toMatchObject({ exitCode: 0 });
  expect(await Promise.all(ends)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  await sidecar.logged('api.refused', 'credential-removed');
  expect((await runCburst(['status', ...overTls(), '--token-file', file('token')])).exitCode).toBe(1);
  client.close();
});

it('no token is in any log', () => {
  expect(sidecar.everythingLogged).not.toContain(TOKEN);
});
