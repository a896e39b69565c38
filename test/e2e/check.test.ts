import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../src/check/finding.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { identityOf } from '../support/test-identity.ts';
import { runCburst } from '../unit/cli/run-cburst.ts';
import { freePorts } from './free-port.ts';
import { goodHello, RawHost } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

// One network of two, in which nothing is wrong at first. The cases follow one another, and each says what it leaves behind.

const directory = temporaryDirectory();
let a: SidecarProcess;
let b: SidecarProcess;
let hosts: RawHost[];

beforeAll(async () => {
  const [atA, atB] = (await freePorts(2)) as [number, number];
  a = await SidecarProcess.start(
    directory.path,
    { name: 'a.test', peers: [{ name: 'b.test', port: atB }] },
    atA,
  );
  b = await SidecarProcess.start(
    directory.path,
    { name: 'b.test', peers: [{ name: 'a.test', port: atA }] },
    atB,
  );
  hosts = await Promise.all([
    RawHost.attach(a.hostTarget),
    RawHost.attach(b.hostTarget, { hello: { server_name: 'b.test' } }),
  ]);
  await linked();
});

afterAll(async () => {
  for (const host of hosts) host.cancel();
  await Promise.all([a.stop(), b.stop()]);
  directory.remove();
});

const linked = () =>
  until(async () => {
    const states = await Promise.all([a.peer('b.test'), b.peer('a.test')]);
    return states.every(({ state }) => state === 'PEER_STATE_LINKED') ? null : 'the two are not linked';
  });

/** What is wrong with a sidecar, and the exit code. */
async function check({ directory }: { directory: string }, ...more: string[]) {
  const args = ['check', '--config', join(directory, 'sidecar.toml'), '--json', ...more];
  const { exitCode, stdout, stderr } = await runCburst(args);
  expect(stderr).toBe('');
  const findings: Finding[] = JSON.parse(stdout).findings;
  return { exitCode, findings, wrong: findings.filter(({ severity }) => severity !== 'ok') };
}

/** Another place with some of a sidecar's files, changed. */
function copyOf(from: SidecarProcess, name: string, change: (config: string) => string) {
  const copy = join(directory.path, from.name, name);
  const config = readFileSync(join(from.directory, 'sidecar.toml'), 'utf8');
  writeFileSync(copy, change(config), { mode: 0o600 });
  return copy;
}

test('nothing is wrong with either side, and the link between them is not touched', async () => {
  const before = await a.peer('b.test');
  for (const side of [a, b]) {
    const { exitCode, wrong, findings } = await check(side);
    expect(wrong).toEqual([]);
    expect(exitCode).toBe(0);
    const areas = new Set(findings.map(({ area }) => area));
    for (const area of ['keys', 'store', 'api', 'listen', 'links', 'running']) expect(areas).toContain(area);
  }
  const { since, outgoing, last_error } = await a.peer('b.test');
  expect({ since, outgoing, last_error }).toMatchObject({ since: before.since, outgoing: before.outgoing });
  await b.logged('peer.refused', 'this was \\"cburst check\\", which only looks');
  expect(b.everythingLogged).not.toContain('peer.unlinked');
});

test('each side knows the other clock, and who came to whom', async () => {
  const [ofB, ofA] = await Promise.all([a.peer('b.test'), b.peer('a.test')]);
  for (const { clock_ahead_ms } of [ofA, ofB]) expect(Math.abs(clock_ahead_ms!)).toBeLessThan(30_000);
  const came = [ofA, ofB].filter(({ last_incoming_at }) => last_incoming_at > 0);
  expect(came.length).toBeGreaterThan(0);
});

test('a sidecar that runs with another key and another pin than its files say', async () => {
  const { keyPem, certificatePem, pin } = await identityOf('other.test');
  const write = (file: string, text: string) => writeFileSync(join(a.directory, file), text, { mode: 0o600 });
  write('peer.key', keyPem);
  write('peer.crt', certificatePem);
  const { exitCode, wrong } = await check(a);
  const own = await identityOf('a.test');
  write('peer.key', own.keyPem);
  write('peer.crt', own.certificatePem);
  expect(exitCode).toBe(4);
  expect(wrong).toMatchObject([
    { severity: 'warning', area: 'keys', cause: expect.stringContaining('the certificate is of other.test') },
    {
      area: 'listen',
      cause: expect.stringContaining('the sidecar runs with an older key, or is another one'),
    },
    {
      area: 'links',
      cause: expect.stringContaining(
        `b.test does not know this server's key: no peer with the pin sha256:${pin}`,
      ),
      fix: expect.stringContaining(`[[peers.peer]] name = "a.test" pin = "sha256:${pin}"`),
    },
  ]);
});

test('a second configuration at the store and the socket of a running sidecar', async () => {
  const other = copyOf(a, 'second.toml', (config) => config.replace('name = "a.test"', 'name = "c.test"'));
  const { stdout, exitCode } = await runCburst(['check', '--config', other, '--offline']);
  expect(exitCode).toBe(4);
  expect(stdout).toContain('speaks for a.test, and [server] name is c.test');
  const [port] = await freePorts(1);
  const apart = copyOf(a, 'third.toml', (config) =>
    config
      .replace(/"(host|ops)\.sock"/g, '"third-$1.sock"')
      .replace(/listen = .*/, `listen = "127.0.0.1:${port}"`),
  );
  const locked = await runCburst(['check', '--config', apart, '--offline']);
  expect(locked.stdout).toMatch(/process \d+ has the store .*cburst\.db open/);
  expect(locked.stdout).toMatch(/fix: look at it: ps -fp \d+/);
});

const detached = () =>
  until(async () => ((await a.ops.status()).host?.attached ? 'the host is still attached' : null));

test('an ircd with another casemapping, and then none at all', async () => {
  hosts[0]!.cancel();
  await detached();
  const refused = new RawHost(a.hostTarget);
  refused.send({ hello: { ...goodHello, instance: 2, casemapping: 'rfc1459' } });
  await refused.ended();
  const { wrong } = await check(a);
  expect(wrong).toMatchObject([
    {
      cause: expect.stringContaining(
        'the ircd was refused: hello: the host folds names by rfc1459, the network by ascii',
      ),
    },
  ]);
  hosts[0] = await RawHost.attach(a.hostTarget, { hello: { instance: 3 } });
  hosts[0].cancel();
  await detached();
  const gone = await check(a);
  expect(gone.wrong).toMatchObject([
    { place: 'the host', cause: expect.stringContaining('no ircd is attached') },
  ]);
});

test('a peer that is stopped', async () => {
  await b.process.stop();
  await until(async () =>
    (await a.peer('b.test')).state === 'PEER_STATE_DOWN' ? null : 'b.test is not down',
  );
  const { wrong, exitCode } = await check(a);
  expect(exitCode).toBe(4);
  expect(wrong).toMatchObject([
    { area: 'running', cause: expect.stringContaining('no ircd is attached') },
    { area: 'running', cause: expect.stringContaining('b.test is not linked') },
    {
      area: 'links',
      cause: expect.stringContaining('nothing listens at'),
      fix: expect.stringContaining('on b.test run: cburst check'),
    },
  ]);
});

test('a stopped sidecar in which nothing is wrong, and the store of one', async () => {
  expect(await check(b)).toMatchObject({ exitCode: 0, wrong: [] });
  const foreign = copyOf(b, 'foreign.toml', (config) => config.replace('name = "b.test"', 'name = "c.test"'));
  const { stdout } = await runCburst(['check', '--config', foreign, '--offline']);
  expect(stdout).toContain('belongs to the server b.test, and [server] name is c.test');
  expect(stdout).toContain('fix: write path of another file, or [server] name = "b.test"');
  const folds = copyOf(b, 'folds.toml', (config) => config.replace('"ascii"', '"rfc1459"'));
  const other = await runCburst(['check', '--config', folds, '--offline']);
  expect(other.stdout).toContain(
    'was written under the casemapping ascii, and [server] casemapping is rfc1459',
  );
  expect(other.stdout).toContain('fix: write casemapping = "ascii"');
});

test('a sidecar that was killed, whose sockets and log are left', async () => {
  await a.process.stop('SIGKILL');
  const { wrong } = await check(a, '--offline');
  expect(wrong).toEqual([]);
  // It starts on what the look left as it was.
  await a.process.start();
});

test('an adapter that belongs to another server', async () => {
  const file = join(a.directory, 'adapter.toml');
  const sections = [
    '[ircd]\ntype = "ngircd"\naddress = "127.0.0.1:1"\nserver_name = "z.test"',
    `[link]\nname = "adapter.test"\nsend_password = "${'s'.repeat(20)}"\nreceive_password = "${'r'.repeat(20)}"`,
    '[sidecar]\ntarget = "unix:ops.sock"\n',
  ];
  writeFileSync(file, sections.join('\n'), { mode: 0o600 });
  const { findings } = await check(a, '--offline', '--adapter-config', file);
  const wrong = findings.filter(({ area, severity }) => area === 'adapter' && severity === 'error');
  expect(wrong).toMatchObject([
    {
      cause: 'the adapter is for z.test, and [server] name of the sidecar is a.test',
      place: `${file}:4 (ircd.server_name)`,
    },
    { fix: `write target = "unix:${a.directory}/host.sock"` },
  ]);
  const alone = await runCburst([
    'check',
    '--config',
    join(a.directory, 'sidecar.toml'),
    '--ircd-config',
    file,
  ]);
  expect(alone.exitCode).toBe(2);
});
