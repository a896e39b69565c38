import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderPeers } from '../../../src/cli/commands/peers.ts';
import { renderQuarantine } from '../../../src/cli/commands/quarantine.ts';
import type { Peer, Peer__Output } from '../../../src/proto-types/cburst/v1/Peer.ts';
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
  expect(stdout).not.toContain('last host refused');
  const host = { attached: false, last_refusal: 'hello: another casemapping' };
  const refused = await startOpsServer({ status: { ...status, host } });
  const { stdout: told } = await runCburst(['status', '--socket', refused.socket]);
  expect(told).toMatch(/^last host refused +hello: another casemapping$/m);
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
  writeFileSync(join(directory, 'sidecar.toml'), '[server]\nname = "a"\n[api]\nops_socket = "ops.sock"\n');
  const file = join(directory, 'sidecar.toml');
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
  writeFileSync(token, 'open sesame\n', { mode: 0o600 });
  const call = ['status', '--address', address];
  expect((await runCburst([...call, '--token-file', token])).exitCode).toBe(0);
  expect((await runCburst(call)).exitCode).toBe(2);
  chmodSync(token, 0o640);
  const open = await runCburst([...call, '--token-file', token]);
  expect(open).toMatchObject({ exitCode: 2, stdout: '' });
  expect(open.stderr).toContain(`chmod 600 ${token}`);
  chmodSync(token, 0o600);
  writeFileSync(token, 'hunter2\n');
  const refused = await runCburst([...call, '--token-file', token]);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('a bearer token is needed');
  expect(refused.stderr).not.toContain('hunter2');
});

test.each([
  [['--socket', '/nowhere/ops.sock'], 3, 'There is no such socket'],
  [['--address', '10.0.0.1:1', '--pin', 'x'], 2, '--address needs --token-file'],
  [
    ['--address', '127.0.0.1:1', '--client-certificate', 'c'],
    2,
    '--client-certificate and --client-key go together',
  ],
  [
    ['--address', '127.0.0.1:1', '--client-certificate', 'c', '--client-key', 'k'],
    2,
    '--client-certificate needs --pin',
  ],
  [['--pin', 'x'], 2, 'what goes with --address'],
  [['--address', '10.0.0.1:1'], 2, 'is not on loopback'],
  [['--address', 'x'], 2, 'is not host:port'],
  [['--token-file', '/dev/null'], 2, 'what goes with --address'],
  [['--config', '/nowhere/c.toml'], 2, '/nowhere/c.toml: cannot be read'],
  [['--socket', '/x', '--config', '/y'], 2, 'cannot be used with'],
  [[], 2, 'There is no sidecar.toml here'],
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
  const none = await runCburst(['health', '--socket', socket, '--service', 'x']);
  expect(none.exitCode).toBe(4);
  expect(none.stderr).toContain(
    'no part "x": its parts are liveness, readiness, cburst.v1.HostService, cburst.v1',
  );
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
  const compared = { time: Date.now(), outcome: 'COMPARISON_OUTCOME_EQUAL', equal_documents: 3 } as const;
  const differing = {
    time: Date.now(),
    outcome: 'COMPARISON_OUTCOME_DIFFERENT',
    sent_documents: 12,
    differing_by_rule: 2,
  } as const;
  const linked = { state: 'PEER_STATE_LINKED', last_error: 'of the link before' } as const;
  const peers: Peer[] = [
    {
      ...{
        ...linked,
        server: 'irc2.example.net',
        latency_us: 1500,
        rejected_lines: 2,
        dirty: true,
        compared,
      },
      ...{ unacknowledged_changes: 3, unstored_changes: 1 },
    },
    { server: 'irc3.example.net', state: 'PEER_STATE_DOWN', last_error: 'connect ECONNREFUSED' },
    { ...linked, server: 'irc4.example.net', missing_links: ['irc2.example.net'], compared: differing },
    { server: 'irc5.example.net', state: 'PEER_STATE_DOWN', last_error: 'x', expelled: true },
    { ...linked, server: 'irc6.example.net', under_review: true },
  ];
  const { socket } = await startOpsServer({ peers });
  const { stdout } = await runCburst(['peers', '--socket', socket]);
  const lines = stdout.trimEnd().split('\n');
  const [titles, ...rows] = lines.map((line) => line.split(/ {2,}/));
  expect(titles).toEqual([
    'PEER',
    'STATE',
    'SINCE',
    'LATENCY',
    'WAITING',
    'LAG',
    'REJECTED',
    'COMPARED',
    'PROBLEM',
  ]);
  expect(rows).toEqual([
    [
      ...['irc2.example.net', 'linked', '-', '1.5ms', '0', '3/1', '2 dirty'],
      ...[expect.stringMatching(/^equal \ds$/), '-'],
    ],
    ['irc3.example.net', 'down', '-', '-', '0', '-', '0', '-', 'connect ECONNREFUSED'],
    [
      ...['irc4.example.net', 'linked', '-', '-', '0', '-', '0'],
      expect.stringMatching(/^12 sent, 2 by rule \ds$/),
      'no link to irc2.example.net',
    ],
    [
      'irc5.example.net',
      'expelled',
      '-',
      '-',
      '0',
      '-',
      '0',
      '-',
      'let it in: cburst readmit irc5.example.net',
    ],
    ['irc6.example.net', 'linked', '-', '-', '0', '-', '0', '-', 'under review: cburst quarantine'],
  ]);
  const json = await runCburst(['peers', '--socket', socket, '--json']);
  expect(JSON.parse(json.stdout).peers[2]).toMatchObject({
    last_error: 'of the link before',
    compared: { sent_documents: 12 },
  });
});

test('a table of peers fits 100 columns', () => {
  const peer = {
    ...{ server: 'irc-eu-1.example.net', state: 'PEER_STATE_CONNECTING', since: 1, latency_us: 123_456 },
    ...{ waiting: 123_456, rejected_lines: 12, dirty: true, missing_links: [] },
    ...{ unacknowledged_changes: 12_345, unstored_changes: 7 },
    compared: { time: 1, outcome: 'COMPARISON_OUTCOME_EQUAL' },
    last_error: 'a long story of why the last attempt ended as it did, with names and addresses',
  } as unknown as Peer__Output;
  const table = renderPeers([peer], 86_400_000 * 365, { width: 100, paint: (_style, text) => text });
  expect(table).toContain('a long stor');
  for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

const quarantine = [
  {
    ...{
      number: 3,
      peer: 'irc2.example.net',
      channel: Buffer.from('#b\xe4r\x1b[2J', 'latin1'),
      code: 'origin',
    },
    ...{ reason: 'irc2.example.net names another origin', fields_set: 4, fields_unset: 1 },
  },
  { number: 7, peer: 'irc3.example.net', channel: Buffer.from('#x'), code: 'channels', reason: 'too many' },
];

test('what waits for an operator is a table over all pages', async () => {
  const { socket } = await startOpsServer({ quarantine });
  const { exitCode, stdout } = await runCburst(['quarantine', '--socket', socket]);
  expect(exitCode).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['NUMBER', 'AGE', 'PEER', 'CHANNEL', 'SETS', 'UNSETS', 'CODE', 'WHY'],
    ['3', '-', 'irc2.example.net', '#bär\\x1b[2J', '4', '1', 'origin', quarantine[0]!.reason],
    ['7', '-', 'irc3.example.net', '#x', '0', '0', 'channels', 'too many'],
  ]);
  const json = await runCburst(['quarantine', 'list', '--socket', socket, '--json', '--limit', '1']);
  expect(JSON.parse(json.stdout)).toMatchObject({ more: true, messages: [{ number: 3 }] });
});

test('an empty quarantine says so', () => {
  expect(renderQuarantine([], 0, { width: null, paint: (_style, text) => text })).toBe(
    'Nothing waits for an operator.\n',
  );
});

test('what waits is approved or rejected by its number', async () => {
  const { socket, decided } = await startOpsServer({ quarantine });
  const approved = await runCburst(['quarantine', 'approve', '3', '--by', 'alice', '--socket', socket]);
  expect(approved).toEqual({ exitCode: 0, stdout: 'Applied: decision 1 of the journal.\n', stderr: '' });
  const rejected = await runCburst(['quarantine', 'reject', '7', '--socket', socket, '--json']);
  expect(JSON.parse(rejected.stdout)).toEqual({ decision: 2 });
  expect(decided).toEqual(['approve 3 alice', 'reject 7 ']);
  expect((await runCburst(['quarantine', 'reject', '1e3', '--socket', socket])).exitCode).toBe(2);
});

test('a rejection is taken back by the number of what was rejected', async () => {
  const { socket, decided } = await startOpsServer({ quarantine });
  const asked = await runCburst(['quarantine', 'reconsider', '7', '--by', 'alice', '--socket', socket]);
  const stdout = 'Taken back: decision 1 of the journal. irc2.example.net was asked for it again.\n';
  expect(asked).toEqual({ exitCode: 0, stdout, stderr: '' });
  const later = await runCburst(['quarantine', 'reconsider', '3', '--socket', socket]);
  expect(later.stdout).toContain('It comes again when irc2.example.net links and is compared.');
  const json = await runCburst(['quarantine', 'reconsider', '7', '--socket', socket, '--json']);
  expect(JSON.parse(json.stdout)).toEqual({ decision: 3, peer: 'irc2.example.net', asked: true });
  expect(decided).toEqual(['reconsider 7 alice', 'reconsider 3 ', 'reconsider 7 ']);
});

test('what is decided of peers and what they said is looked at first', async () => {
  const expelled = 'irc2.example.net';
  const underReview = 'irc3.example.net';
  const { socket, decided } = await startOpsServer({ quarantine, expelled, underReview });
  const look = (...args: string[]) => runCburst([...args, '--dry-run', '--socket', socket]);
  const said = await Promise.all([
    look('quarantine', 'approve', '3'),
    look('quarantine', 'reject', '7'),
    look('quarantine', 'reconsider', '7'),
    look('quarantine', 'reconsider', '3'),
    look('readmit', expelled),
    look('readmit', expelled, '--review'),
    look('readmit', underReview),
  ]);
  expect(said.map(({ stdout }) => stdout)).toEqual([
    'Users here would see no difference.\n',
    'Users here would see no difference.\n',
    'Would be taken back, and irc2.example.net be asked for it again.\n',
    'Would be taken back, and come again when irc2.example.net links and is compared.\n',
    'irc2.example.net would link again.\n',
    'irc2.example.net would link again, under review.\n',
    'The review of irc3.example.net would end, and what waits for that be judged anew: "cburst quarantine" lists it.\n',
  ]);
  expect(said.map(({ exitCode }) => exitCode)).toEqual(Array(7).fill(0));
  expect((await look('quarantine', 'approve', '99')).exitCode).toBe(4);
  expect(decided).toEqual([]);
});

test('an expelled peer is let in, and any other is not', async () => {
  const { socket, decided } = await startOpsServer({ expelled: 'irc2.example.net' });
  const run = await runCburst(['readmit', 'irc2.example.net', '--by', 'alice', '--socket', socket]);
  const note = 'Decision 1 of the journal: "cburst journal" shows it.\n';
  expect(run).toEqual({ exitCode: 0, stdout: `irc2.example.net may link again.\n${note}`, stderr: '' });
  expect(decided).toEqual(['readmit irc2.example.net alice']);
  const other = await runCburst(['readmit', 'irc3.example.net', '--socket', socket]);
  expect(other).toMatchObject({ exitCode: 4, stdout: '' });
  expect(other.stderr).toContain('irc3.example.net is not expelled');
});

test('an expelled peer is let in for review, and the review ended', async () => {
  const { socket, decided } = await startOpsServer({
    expelled: 'irc2.example.net',
    underReview: 'irc3.example.net',
  });
  const run = await runCburst(['readmit', 'irc2.example.net', '--review', '--socket', socket]);
  const note = (decision: number) => `Decision ${decision} of the journal: "cburst journal" shows it.\n`;
  const stdout = `irc2.example.net may link again, under review: "cburst quarantine" lists what it would change.\n${note(1)}`;
  expect(run).toEqual({ exitCode: 0, stdout, stderr: '' });
  const ended = await runCburst(['readmit', 'irc3.example.net', '--socket', socket]);
  expect(ended.stdout).toBe(
    `irc3.example.net is under review no more: what waited for that was judged anew.\n${note(2)}`,
  );
  const json = await runCburst(['readmit', 'irc3.example.net', '--socket', socket, '--json']);
  const answer = { peer: 'irc3.example.net', review: false, review_ended: true, decision: 3 };
  expect(JSON.parse(json.stdout)).toEqual(answer);
  expect(decided[0]).toBe('readmit irc2.example.net  for review');
  expect(decided[1]).toBe('readmit irc3.example.net ');
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
  [Buffer.from('#forbidden').toString('hex')]: {
    documents: [{ id: 'y', name: Buffer.from('#forbidden'), shown: true, reason: 'held elsewhere' }],
    missing_on_host: 'operators of this ircd forbade the name: no',
  },
  '23e9': { documents: [{ id: 'x', name: Buffer.from([0x23, 0xe9]) }] },
};

test('of a channel that the ircd does not have it is said why, also where nothing was ever set', async () => {
  const { socket } = await startOpsServer({ channel });
  const told = await runCburst(['channel', '#forbidden', '--socket', socket]);
  expect(told.stdout).toMatch(/^on the ircd +no: operators of this ircd forbade the name: no$/m);
  const { stdout } = await runCburst(['channel', '#forbidden', '--socket', socket, '--json']);
  const missing = 'operators of this ircd forbade the name: no';
  expect(JSON.parse(stdout)).toMatchObject({ missing_on_host: missing, host_deviations: [] });
});

test('a channel is shown with who is in it, up to a number', async () => {
  const about = { nick: Buffer.from('Ann'), user: Buffer.from('a'), host: Buffer.from('h') };
  const modes = ['PREFIX_MODE_OP', 'PREFIX_MODE_VOICE'] as const;
  const account = { account: Buffer.from('annes'), joined_at: 60 };
  const members = [
    {
      server: 'irc1.example.net',
      local: true,
      member: { ...about, ...account, modes: [...modes], granted: [modes[0]] },
    },
    { server: 'irc2.example.net', local: false, member: { ...about, nick: Buffer.from('Bob') } },
  ];
  const { socket } = await startOpsServer({ channel, members });
  const { stdout } = await runCburst(['channel', '#general', '--socket', socket]);
  expect(stdout).toMatch(
    /^Ann!a@h +local +irc1\.example\.net +op \(by account\) voice +annes +1970-01-01 00:01:00Z$/m,
  );
  expect(stdout).toMatch(/^Bob!a@h +remote +irc2\.example\.net +- +- +unknown$/m);
  const first = await runCburst(['channel', '#general', '--socket', socket, '--members', '1']);
  expect(first.stdout).not.toContain('Bob');
  expect(first.stderr).toContain('These are the first 1 members');
  const json = await runCburst(['channel', '#general', '--socket', socket, '--members', '1', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    members: [{ member: { nick: 'Ann' } }],
    more_members: true,
  });
});

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
