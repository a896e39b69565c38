import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { startOpsServer } from '../ops-server.ts';
import { runCburst } from '../run-cburst.ts';

const planted = {
  token: 'tok3n-of-grafana-0123456789',
  tokenHash: 'a1b2c3d4'.repeat(8),
  sendPassword: 'hunter2-sends',
  receivePassword: 'hunter2-receives',
  filePassword: 'hunter2-in-a-file',
  keyLine: 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIB',
  apiKeyLine: 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIC',
  joinKey: 'sesame-join-key',
};
const typed = { topic: 'the topic of the staff', nick: 'Annabelle', mask: '*!*@bad.example.net' };
const pemOf = (line: string) => `-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`;
const pem = pemOf(planted.keyLine);
/** Known secrets inside of text, as an ircd or a library might repeat them. */
const leaky = `refused ${planted.sendPassword} and ${planted.filePassword}; Bearer ${planted.token}; ${planted.keyLine}; ${planted.apiKeyLine}`;

const sidecarToml = `# ${planted.token}
[server]
name = "a.test"
[peers]
key = "a.key.pem"
[api]
ops_socket = "ops.sock"
tcp = "127.0.0.1:7101"
tls_key = "api.key.pem"
[[api.token]]
name = "grafana"
role = "ops-read"
sha256 = "${planted.tokenHash}"
`;
const adapterToml = `[link]
send_password = "${planted.sendPassword}"
receive_password = "${planted.receivePassword}"
password_file = "password"
[sidecar]
token_file = "token"
`;
const logLines = [
  JSON.stringify({ level: 'info', event: 'peer.refused', peer: 'b.test', reason: leaky, msg: leaky }),
  JSON.stringify({ level: 'debug', joinKey: planted.joinKey, send_password: planted.receivePassword }),
  JSON.stringify({ event: 'x', change: { kind: 'join-key', value: planted.joinKey }, msg: pem }),
  JSON.stringify({
    event: 'x',
    change: { kind: 'topic', value: typed.topic },
    nick: typed.nick,
    text: typed.mask,
  }),
  JSON.stringify({ event: 'channel.changed', channel: '#a', msg: `${typed.topic} ${typed.nick}` }),
  `[12:00] INFO: ${typed.topic} key=${planted.joinKey} ${planted.sendPassword} ${typed.nick}`,
];

async function stage() {
  const events = [
    { number: 1, kind: 'peer.unlinked', server: 'b.test', text: leaky },
    {
      number: 2,
      kind: 'channel.changed',
      channel: Buffer.from('#a'),
      text: `${typed.topic} by ${typed.nick}`,
    },
  ];
  const { directory, socket } = await startOpsServer({
    status: { server: 'a.test', host: { last_refusal: leaky } },
    peers: [{ server: 'b.test', last_error: `${leaky} ${pem}` }],
    storeProblems: [{ space: 'host', key: Buffer.from(planted.sendPassword), reason: leaky }],
    quarantine: [{ number: 1, peer: 'b.test', channel: Buffer.from('#a'), reason: leaky }],
    events,
  });
  const files = {
    ...{ 'sidecar.toml': sidecarToml, 'adapter.toml': adapterToml, log: `${logLines.join('\n')}\n` },
    ...{
      'a.key.pem': pem,
      'api.key.pem': pemOf(planted.apiKeyLine),
      password: `${planted.filePassword}\n`,
      token: `${planted.token}\n`,
    },
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return { directory, socket };
}

async function bundle(directory: string, ...args: string[]) {
  const call = [
    'debug-bundle',
    '--out',
    'out.gz',
    '--adapter-config',
    'adapter.toml',
    '--log',
    'log',
    ...args,
  ];
  const run = await runCburst(call, { cwd: directory });
  const text = gunzipSync(readFileSync(join(directory, 'out.gz'))).toString();
  return { run, text, parts: JSON.parse(text) };
}

test('nothing that was planted leaves, and what helps is there', async () => {
  const { directory } = await stage();
  const { run, text, parts } = await bundle(directory);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  for (const [what, secret] of Object.entries({ ...planted, ...typed }))
    expect({ what, there: text.includes(secret) || run.stdout.includes(secret) }).toEqual({
      what,
      there: false,
    });
  expect(statSync(join(directory, 'out.gz')).mode & 0o777).toBe(0o600);
  expect(parts).toMatchObject({
    ...{ node: expect.stringMatching(/^24\./), status: { server: 'a.test' }, conflicts: { conflicts: [] } },
    config: { sidecar: { server: { name: 'a.test' }, peers: { key: 'a.key.pem' } }, adapter: { link: {} } },
    events: [
      { number: 1, kind: 'peer.unlinked' },
      { number: 2, channel: '#a' },
    ],
    // This server answers no statistics.
    stats: { not_answered: expect.any(String) },
    redacted: { secrets: expect.any(Number), names: expect.any(Number) },
  });
  expect(parts.peers.peers[0].last_error).toContain('refused [redacted] and [redacted]');
  expect(parts.log).toHaveLength(logLines.length);
  expect(parts.log[0]).toMatchObject({ event: 'peer.refused', peer: 'b.test' });
  expect(run.stdout).toMatch(/^out\.gz \(mode 0600\), gzipped JSON, has: made_at, .*events, log\.$/m);
  expect(run.stdout).toMatch(/Taken out: \d+ secrets\. Withheld: \d+ texts/);
});

test('with names topics and nicks are there, and secrets are not', async () => {
  const { directory } = await stage();
  const { text } = await bundle(directory, '--with-names');
  for (const [what, name] of Object.entries(typed)) expect([what, text.includes(name)]).toEqual([what, true]);
  const { joinKey: _unknown, ...known } = planted;
  for (const [what, secret] of Object.entries(known))
    expect([what, text.includes(secret)]).toEqual([what, false]);
});

test('a sidecar that does not run has a bundle, too, and no file is overwritten', async () => {
  const directory = temporaryDirectory();
  onTestFinished(() => directory.remove());
  const out = join(directory.path, 'b.gz');
  const call = ['debug-bundle', '--socket', join(directory.path, 'ops.sock'), '--out', out];
  const run = await runCburst([...call, '--log', join(directory.path, 'none.log')]);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  // Else it goes off as if what is wanted were in it.
  expect(run.stdout).toMatch(/has: made_at, cburst, node, platform, arch, config\.$/m);
  expect(run.stdout).toMatch(/^Not in it: status, peers, .*, events \(no sidecar answers at .*\)\.$/m);
  expect(run.stdout).toContain('Not in it: log (ENOENT).');
  const parts = JSON.parse(gunzipSync(readFileSync(out)).toString());
  expect(parts.status.not_answered).toContain('no sidecar answers');
  const again = await runCburst(call);
  expect(again.exitCode).toBe(1);
  expect(again.stderr).toContain('it is there already');
});

test('of a configuration that is no TOML nothing is quoted', async () => {
  const { directory } = await stage();
  writeFileSync(join(directory, 'adapter.toml'), `send_password = "${planted.sendPassword}" oops`);
  writeFileSync(join(directory, 'log'), '');
  const { run, parts } = await bundle(directory, '--socket', join(directory, 'none.sock'));
  expect(run.stdout).toMatch(/^Not in it: configuration of the adapter \(it is not TOML/m);
  expect(parts.config).toEqual({ adapter: { not_read: expect.stringContaining('not TOML') } });
});
