import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Peer } from '../../../src/proto-types/cburst/v1/Peer.ts';
import { type Answers, startOpsServer } from './ops-server.ts';
import { finished, runCburst, startCburst } from './run-cburst.ts';

const status = {
  server: 'irc1.example.net',
  version: '0.1.0',
  started_at: Date.UTC(2024, 0, 1, 12),
  epoch: 'e',
  sequence: 7,
  casemapping: 'rfc1459',
  host: { attached: true, software: 'InspIRCd-3', observe: true, events: 5 },
  peers: 2,
  peers_linked: 1,
};

test('status is a list for people and one document for programs', async () => {
  const { socket } = await startOpsServer({ status });
  const people = await runCburst(['status', '--socket', socket]);
  expect(people).toMatchObject({ exitCode: 0, stderr: '' });
  expect(people.stdout).toMatch(/^server +irc1\.example\.net$/m);
  expect(people.stdout).toMatch(/^running since +2024-01-01 12:00:00Z \(\d+d\)$/m);
  expect(people.stdout).toMatch(/^host +attached, only observing$/m);
  expect(people.stdout).toMatch(/^peers linked +1 of 2$/m);
  const programs = await runCburst(['status', '--socket', `unix:${socket}`, '--json']);
  expect(JSON.parse(programs.stdout)).toMatchObject(status);
});

test('a host that is not attached is told with what to do', async () => {
  const { socket } = await startOpsServer({ status: { ...status, host: { attached: false } } });
  const { stdout } = await runCburst(['status', '--socket', socket]);
  expect(stdout).toMatch(/^host +not attached: start the adapter/m);
});

test('colours come only when forced or on a terminal, and not with NO_COLOR', async () => {
  const { socket } = await startOpsServer({ status });
  const withEnvironment = async (env: Record<string, string>) =>
    (await runCburst(['status', '--socket', socket], { env })).stdout.includes('\x1b[');
  expect(await withEnvironment({})).toBe(false);
  expect(await withEnvironment({ FORCE_COLOR: '1' })).toBe(true);
  expect(await withEnvironment({ NO_COLOR: '1' })).toBe(false);
});

test('the socket is found through the configuration', async () => {
  const { directory } = await startOpsServer({ status });
  writeFileSync(join(directory, 'cburst.toml'), '[server]\nname = "a"\n[api]\nops_socket = "ops.sock"\n');
  const file = join(directory, 'cburst.toml');
  const runs = [
    runCburst(['status'], { cwd: directory }),
    runCburst(['status', '--config', file]),
    runCburst(['status'], { env: { CBURST_CONFIG: file } }),
  ];
  for (const { exitCode, stdout } of await Promise.all(runs)) {
    expect(stdout).toContain('irc1.example.net');
    expect(exitCode).toBe(0);
  }
});

test('TCP needs the token', async () => {
  const { directory, address } = await startOpsServer({ status, token: 'open sesame' });
  const token = join(directory, 'token');
  writeFileSync(token, 'open sesame\n');
  const call = ['status', '--address', address];
  expect((await runCburst([...call, '--token-file', token])).exitCode).toBe(0);
  expect((await runCburst(call)).exitCode).toBe(2);
  writeFileSync(token, 'hunter2\n');
  const refused = await runCburst([...call, '--token-file', token]);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('a bearer token is needed');
  expect(refused.stderr).not.toContain('hunter2');
});

test.each([
  [['--socket', '/nowhere/ops.sock'], 3, 'There is no such socket'],
  [['--address', '127.0.0.1:1', '--token-file', '/dev/null'], 3, 'Is it running?'],
  [['--address', '10.0.0.1:1'], 2, 'is not on loopback'],
  [['--address', 'x'], 2, 'is not host:port'],
  [['--token-file', '/dev/null'], 2, 'goes with --address'],
  [['--config', '/nowhere/c.toml'], 2, '/nowhere/c.toml: cannot be read'],
  [['--socket', '/x', '--config', '/y'], 2, 'cannot be used with'],
  [[], 2, 'There is no cburst.toml here'],
])('%j ends with %i and says what to do', async (args, exitCode, text) => {
  const { directory } = await startOpsServer({});
  const run = await runCburst(['status', ...args], { cwd: directory });
  expect(run.exitCode).toBe(exitCode);
  expect(run.stdout).toBe('');
  expect(run.stderr).toContain(text);
});

test.skipIf(process.getuid?.() === 0)('a socket that this user may not open is told', async () => {
  const { socket } = await startOpsServer({ status });
  chmodSync(socket, 0);
  const run = await runCburst(['status', '--socket', socket]);
  expect(run.exitCode).toBe(3);
  expect(run.stderr).toContain('may not open the socket');
});

test('health tells whether the whole or a part serves', async () => {
  const { socket, health } = await startOpsServer({});
  expect(await runCburst(['health', '--socket', socket])).toMatchObject({ exitCode: 0, stdout: 'SERVING\n' });
  const part = ['health', '--socket', socket, '--service', 'cburst.v1.HostService'];
  expect(await runCburst(part)).toMatchObject({ exitCode: 4, stdout: 'NOT_SERVING\n' });
  health.setStatus('cburst.v1.HostService', 'SERVING');
  const json = await runCburst([...part, '--json']);
  expect(JSON.parse(json.stdout)).toEqual({ service: 'cburst.v1.HostService', status: 'SERVING' });
  expect((await runCburst(['health', '--socket', socket, '--service', 'x'])).exitCode).toBe(4);
  expect((await runCburst(['health', '--socket', '/nowhere'])).exitCode).toBe(3);
});

test('records that did not fit are a table over all pages, without what they say', async () => {
  const storeProblems = [
    {
      space: 'host',
      key: Buffer.from('#b\xe4r\x1b[2J', 'latin1'),
      reason: 'the id is no UUID',
      size: 91,
      outcome: 'STORE_PROBLEM_OUTCOME_SET_ASIDE',
      found_now: true,
    },
    {
      space: 'server',
      key: Buffer.from('self'),
      reason: 'missing',
      outcome: 'STORE_PROBLEM_OUTCOME_REPAIRED',
    },
  ] as const;
  const { socket } = await startOpsServer({ storeProblems: [...storeProblems] });
  const { exitCode, stdout } = await runCburst(['store', '--socket', socket]);
  const [titles, first, second] = stdout.split('\n').map((line) => line.split(/ {2,}/));
  expect(exitCode).toBe(0);
  expect(titles).toEqual(['KIND', 'RECORD', 'BYTES', 'WHAT BECAME OF IT', 'WHY']);
  expect(first).toEqual(['host', '#bär\\x1b[2J', '91', 'set aside at this start', 'the id is no UUID']);
  expect(second).toEqual(['server', 'self', '-', 'repaired at an earlier start', 'missing']);
  const json = await runCburst(['store', '--socket', socket, '--json', '--limit', '1']);
  expect(JSON.parse(json.stdout)).toMatchObject({ more: true, problems: [{ space: 'host', size: 91 }] });
  const cut = await runCburst(['store', '--socket', socket, '--limit', '1']);
  expect(cut.stderr).toContain('--limit shows more');
});

test('a store in which every record fits says so', async () => {
  const { socket } = await startOpsServer({});
  const { stdout } = await runCburst(['store', '--socket', socket]);
  expect(stdout).toBe('Every record of the store fits.\n');
});

test('peers are a table', async () => {
  const peers: Peer[] = [
    {
      server: 'irc2.example.net',
      state: 'PEER_STATE_LINKED',
      latency_us: 1500,
      rejected_lines: 2,
      dirty: true,
    },
    { server: 'irc3.example.net', state: 'PEER_STATE_DOWN', last_error: 'connect ECONNREFUSED' },
    { server: 'irc4.example.net', state: 'PEER_STATE_LINKED', last_error: 'of the link before' },
  ];
  const { socket } = await startOpsServer({ peers });
  const { stdout } = await runCburst(['peers', '--socket', socket]);
  const [titles, first, second, third] = stdout.split('\n').map((line) => line.split(/ {2,}/));
  expect(titles?.slice(0, 2)).toEqual(['PEER', 'STATE']);
  expect(first).toEqual(['irc2.example.net', 'linked', '-', 'the peer', '1.5ms', '0', '0', '2 dirty', '-']);
  expect(second?.at(-1)).toBe('connect ECONNREFUSED');
  expect(third?.at(-1)).toBe('-');
  const json = await runCburst(['peers', '--socket', socket, '--json']);
  expect(JSON.parse(json.stdout).peers[2].last_error).toBe('of the link before');
});

test('channels come from all pages, up to the limit', async () => {
  const channels = ['#a', '#b', '#c', '#d', '#e'].map((name) => ({
    name: Buffer.from(name),
    topic: Buffer.from([0xe9]),
    flags: ['secret'],
  }));
  const { socket } = await startOpsServer({ channels });
  const all = await runCburst(['channels', '--socket', socket]);
  expect(all.stdout.trim().split('\n')).toHaveLength(6);
  expect(all.stdout).toMatch(/^#e +remote +0 +- +secret +0 +é$/m);
  const three = await runCburst(['channels', '--socket', socket, '--limit', '3']);
  expect(three.stdout.trim().split('\n')).toHaveLength(4);
  expect(three.stderr).toContain('--limit');
  const json = JSON.parse((await runCburst(['channels', '#b*', '--socket', socket, '--json'])).stdout);
  expect(json).toMatchObject({ channels: [{ name: '#b', topic: { hex: 'e9' } }], more: false });
  expect((await runCburst(['channels', '--socket', socket, '--limit', '0'])).exitCode).toBe(2);
});

const channel: NonNullable<Answers['channel']> = {
  [Buffer.from('#general').toString('hex')]: {
    shown_by_host: true,
    documents: [
      {
        id: '123e4567-e89b-12d3-a456-426614174000',
        name: Buffer.from('#General'),
        origin: 'irc1.example.net',
        shown: true,
        reason: 'held here',
        holders: [{ server: 'irc2.example.net', members: 1, reachable: false }],
        fields: [
          {
            field: {
              topic: { value: { text: Buffer.from('\x02hi'), setter: Buffer.from('a!b@c'), set_at: 60 } },
            },
            writer: 'irc1.example.net',
            stamped_at: Date.UTC(2024, 0, 1),
            stamp: 'lqu7@irc1.example.net',
            reason: 'latest write',
          },
          { field: { join_key: { value: Buffer.from('*') } }, writer: 'irc2.example.net' },
          { field: { entry: { list: 'ban', mask: Buffer.from('x!*@*'), present: false } } },
        ],
      },
      { id: '123e4567-e89b-12d3-a456-426614174001', name: Buffer.from('#general'), reason: 'younger' },
    ],
    host_deviations: [
      { wanted: { limit: { value: 5 } }, shown: { limit: {} }, reason: 'limit not supported' },
    ],
  },
  '23e9': { documents: [{ id: 'x', name: Buffer.from([0x23, 0xe9]) }] },
};

test('a channel is shown with every reason', async () => {
  const { socket } = await startOpsServer({ channel });
  const { exitCode, stdout } = await runCburst(['channel', '#general', '--socket', socket]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^shown here +yes: held here$/m);
  expect(stdout.match(/^on the ircd +yes$/gm)).toHaveLength(1);
  expect(stdout).toMatch(/^holders +irc2\.example\.net \(1 member, out of reach\)$/m);
  expect(stdout).toMatch(
    /^topic +\\x02hi \(set by a!b@c at 1970-01-01 00:01:00Z\) +irc1\.example\.net +2024-01-01 00:00:00Z +lqu7@irc1\.example\.net +latest write$/m,
  );
  expect(stdout).toMatch(/^key +set \(not shown\) +irc2\.example\.net/m);
  expect(stdout).toMatch(/^ban x!\*@\* +removed/m);
  expect(stdout).toMatch(/^shown here +no: younger$/m);
  expect(stdout).toMatch(/^limit +5 +unset +limit not supported$/m);
});

test('a channel for programs, one that is not UTF-8, and one that is not there', async () => {
  const { socket } = await startOpsServer({ channel });
  const json = JSON.parse(
    (await runCburst(['channel', '--hex', '23e9', '--socket', socket, '--json'])).stdout,
  );
  expect(json.documents[0].name).toEqual({ hex: '23e9' });
  const missing = await runCburst(['channel', '#none', '--socket', socket]);
  expect(missing).toMatchObject({ exitCode: 4, stdout: '' });
  expect(missing.stderr).toContain('no channel #none is known');
  expect((await runCburst(['channel', '--hex', 'xyz', '--socket', socket])).exitCode).toBe(2);
});

const events = [
  {
    number: 1,
    time: 0,
    kind: 'channel.changed',
    channel: Buffer.from('#a'),
    server: 'irc1',
    text: 'topic \x1b[2J',
  },
  { number: 2, time: 1, kind: 'peer.linked', server: 'irc2', text: 'linked' },
];

test('watch shows events as they happen and ends well when interrupted', async () => {
  const { socket } = await startOpsServer({ events });
  const child = startCburst(['watch', '--socket', socket, '--json']);
  const end = finished(child);
  let seen = '';
  while (seen.split('\n').length < 3) seen += (await once(child.stdout, 'data'))[0];
  expect(
    seen
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).kind),
  ).toEqual(['channel.changed', 'peer.linked']);
  child.kill('SIGINT');
  expect((await end).exitCode).toBe(0);
});

test('watch says when it has begun, and not when there is nobody to watch', async () => {
  const { socket } = await startOpsServer({});
  const child = startCburst(['watch', '--socket', socket]);
  const end = finished(child);
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  expect(await end).toEqual({ exitCode: 0, stdout: '', stderr: 'watching (Ctrl-C ends)\n' });
  const away = await runCburst(['watch', '--socket', '/nowhere/ops.sock']);
  expect(away.exitCode).toBe(3);
  expect(away.stderr).not.toContain('watching');
});

test('watch for people is a line for each event, and ends when the sidecar ends it', async () => {
  const { socket } = await startOpsServer({ events, watchEnds: true });
  const { exitCode, stdout } = await runCburst(['watch', '--socket', socket]);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')).toEqual([
    '1970-01-01T00:00:00.000Z  channel.changed  #a irc1  topic \\u001b[2J',
    '1970-01-01T00:00:00.001Z  peer.linked  irc2  linked',
    '',
  ]);
});
