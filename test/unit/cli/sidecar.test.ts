import { once } from 'node:events';
import { realpathSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { generateIdentity } from '../../../src/peer/keygen.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { configDirectory } from '../config/config-directory.ts';
import { finished, runCburst, startCburst } from './run-cburst.ts';

test('a wrong configuration ends with 2 and every mistake', async () => {
  const directory = configDirectory({ 'sidecar.toml': 'colour = 1\n[server]\nname = "a b"\n' });
  const config = join(realpathSync(directory), 'sidecar.toml');
  const { exitCode, stdout, stderr } = await runCburst(['sidecar'], { cwd: directory });
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(
    stderr
      .trim()
      .split('\n')
      .map((line) => line.split(': ')[0]),
  ).toEqual([...['1:1', '1:1', '1:1', '3:8'].map((place) => `${config}:${place}`), 'Next']);
});

test('a sidecar starts with what keygen made, answers, and stops when told to', async () => {
  const directory = configDirectory({});
  const keys = await runCburst(['keygen', '--name', 'irc1.example.net'], { cwd: directory });
  const peers = /\[peers\]\n.*\n.*\n/.exec(keys.stdout)![0];
  const config = configDirectory({
    'sidecar.toml': `[server]\nname = "irc1.example.net"\n[logging]\nformat = "json"\n${peers.replaceAll(' = "', ` = "${directory}/`)}`,
  });
  const child = startCburst(['sidecar', '--config', join(config, 'sidecar.toml')]);
  const end = finished(child);
  let log = '';
  while (!log.includes('"sidecar.started"')) log += (await once(child.stdout, 'data'))[0];
  const status = await runCburst(['status', '--json'], { cwd: config });
  expect(JSON.parse(status.stdout)).toMatchObject({ server: 'irc1.example.net', casemapping: 'rfc1459' });
  expect((await runCburst(['health'], { cwd: config })).exitCode).toBe(0);
  expect((await runCburst(['channel', '#none'], { cwd: config })).exitCode).toBe(4);
  child.kill('SIGTERM');
  expect((await end).exitCode).toBe(0);
});

describe('what is in the way of a start is told in one line, without where in the program that came up', () => {
  /** A configuration that starts, with more lines of some sections. */
  async function prepared(more: {
    peers?: string;
    api?: string;
    logging?: string;
    sections?: string;
  }): Promise<string> {
    const { keyPem, certificatePem } = await generateIdentity('a' as ServerName);
    const directory = configDirectory({ 'a.key.pem': keyPem, 'a.cert.pem': certificatePem });
    const { peers = '', api = '', logging = '', sections = '' } = more;
    writeFileSync(
      join(directory, 'sidecar.toml'),
      `[server]\nname = "a"\n[logging]\nformat = "json"\n${logging}\n[peers]\nkey = "a.key.pem"\ncertificate = "a.cert.pem"\n${peers}\n[api]\n${api}\n${sections}\n`,
    );
    return directory;
  }

  /** The last line of the log of a sidecar that does not start. */
  async function failedStart(cwd: string): Promise<Record<string, unknown>> {
    const { exitCode, stdout, stderr } = await runCburst(['sidecar'], { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    return JSON.parse(stdout.trim().split('\n').at(-1)!);
  }

  test('a store that another process has open', async () => {
    const directory = await prepared({});
    const store = openSqliteStore(join(directory, 'cburst.db'));
    onTestFinished(() => store.close());
    const line = await failedStart(directory);
    expect(line).toMatchObject({ level: 'fatal', msg: expect.stringContaining('cannot start: store /') });
    expect(line.msg).toContain('another process has it open; stop that one');
    expect(line).not.toHaveProperty('err');
  });

  test('with its stack when debug asks for it', async () => {
    const directory = await prepared({ logging: 'level = "debug"' });
    const store = openSqliteStore(join(directory, 'cburst.db'));
    onTestFinished(() => store.close());
    expect(await failedStart(directory)).toMatchObject({ err: { stack: expect.stringContaining('at ') } });
  });

  test('a group that is not there', async () => {
    const line = await failedStart(await prepared({ api: 'ops_group = "nobody-has-this-group"' }));
    expect(line.msg).toContain('there is no group nobody-has-this-group in /etc/group ([api]');
    expect(line).not.toHaveProperty('err');
  });

  test('an address that another process listens on', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const line = await failedStart(await prepared({ peers: `listen = "127.0.0.1:${port}"` }));
    expect(line.msg).toMatch(/^cannot start: cannot listen for peers \(\[peers\] listen\): .*EADDRINUSE/);
    expect(line).not.toHaveProperty('err');
  });

  test('rules that are too long for a hello', async () => {
    const channels = Array.from(
      { length: 65 },
      (_, nth) => `{ name = "#${nth}", conflict_policy = "merge" }`,
    );
    const directory = await prepared({ sections: `[channels]\noverride = [${channels.join()}]` });
    const line = await failedStart(directory);
    expect(line.msg).toBe(
      'cannot start: peers can be told of 64 [[channels.override]], 12288 bytes: remove some',
    );
    expect(line).not.toHaveProperty('err');
  });

  test('a certificate that is not of the key', async () => {
    const directory = await prepared({});
    const { certificatePem } = await generateIdentity('a' as ServerName);
    writeFileSync(join(directory, 'a.cert.pem'), certificatePem);
    const line = await failedStart(directory);
    expect(line.msg).toContain('name the two that one run of "cburst keygen" made');
    expect(line).not.toHaveProperty('err');
  });
});
