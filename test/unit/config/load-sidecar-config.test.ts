import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { ConfigError, type ConfigMistake } from '../../../src/config/config-error.ts';
import { loadSidecarConfig } from '../../../src/config/load-sidecar-config.ts';
import { passEverything } from '../../../src/core/exchange-scope.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { generateIdentity } from '../../../src/peer/keygen.ts';
import { configDirectory, mistakesOf } from './config-directory.ts';

const pinA = 'a'.repeat(64);
const pinB = 'b'.repeat(64);

test('a configuration with a name only has the documented defaults', () => {
  const directory = configDirectory({
    'c.toml': '[server]\nname = "irc1.example.net"\n',
    'peer.key': 'k',
    'peer.crt': 'c',
  });
  expect(loadSidecarConfig(join(directory, 'c.toml'))).toEqual({
    server: { name: 'irc1.example.net', casemapping: 'rfc1459' },
    modules: { enabledModules: ['channel'] },
    channelBurst: {
      enabled: true,
      maxBurstSize: 1000,
      burstTimeoutMs: 30_000,
      deltaDelayMs: 0,
      maxDeltaRate: 0,
      digestIntervalMs: 300_000,
    },
    memberBurst: { statusByAccount: false },
    channels: {
      conflictPolicy: 'local',
      overrides: [],
      restartGraceMs: 600_000,
      startIn: 'go',
      flaps: { limit: 5, windowMs: 60_000 },
      forgetMinMs: 86_400_000,
      forgetAfterMs: 2_592_000_000,
    },
    guard: {
      maxClockSkewMs: 60_000,
      maxChannels: 200_000,
      maxListEntries: 3000,
      createRate: 600,
      massRemovals: 1000,
    },
    logging: { level: 'info', format: 'auto' },
    peers: {
      listen: null,
      keyFile: join(directory, 'peer.key'),
      certificateFile: join(directory, 'peer.crt'),
      compression: ['zstd', 'deflate'],
      peers: [],
      exchange: new Map(),
    },
    metrics: { listen: null },
    store: { path: join(directory, 'cburst.db') },
    api: {
      hostSocket: join(directory, 'host.sock'),
      opsSocket: join(directory, 'ops.sock'),
      readSocket: null,
      hostGroup: null,
      opsGroup: null,
      readGroup: null,
      readGrants: { hidden: [], members: false },
      tcp: null,
      tokens: [],
      certificates: [],
    },
  });
});

test('every key is read', () => {
  const directory = configDirectory({ 'k.pem': 'k', 'c.pem': 'c' });
  const file = write(
    directory,
    `[server]
name = "irc1.example.net"
casemapping = "ascii"
[modules]
enabled_modules = []
[extensions.channel_burst]
enabled = false
max_burst_size = 1
burst_timeout = 600
delta_delay = 250
max_delta_rate = 1000
digest_interval = 60
[extensions.member_burst]
status_by_account = true
[channels]
conflict_policy = "oldest"
restart_grace = 0
start_in = "observe"
flap_limit = 3
flap_window = 5
forget_min = 600
forget_after = 86400
[[channels.override]]
name = "#é"
conflict_policy = "merge"
[guard]
max_clock_skew = 1
max_channels = 0
max_list_entries = 2
create_rate = 3
mass_removals = 4
[logging]
level = "debug"
format = "json"
[peers]
listen = "[::]:0"
key = "k.pem"
certificate = "c.pem"
compression = ["deflate"]
[[peers.peer]]
name = "irc2.example.net"
address = "irc2.example.net:7100"
pin = "sha256:${pinA.toUpperCase()}"
import = { channels = ["#Pub*", "+é"], except = ["#*-dev"], fields = ["topic", "pins"] }
export.fields = []
[[peers.peer]]
name = "irc3.example.net"
pin = "sha256:${pinB}"
[store]
path = "state/x.db"
[api]
host_socket = "/run/h.sock"
ops_socket = "o.sock"
host_group = "ircd"
ops_group = "1000"
read_socket = "r.sock"
read_group = "net-ops"
read_hidden = ["#staff*"]
read_members = true
tcp = "0.0.0.0:7101"
tls_key = "k.pem"
tls_certificate = "c.pem"
[[api.token]]
name = "grafana"
role = "ops-read"
sha256 = "${pinA.toUpperCase()}"
[[api.certificate]]
name = "laptop"
role = "ops-admin"
file = "c.pem"
hidden = ["#é*"]
members = true
[metrics]
listen = "[::1]:9464"
`,
  );
  expect(loadSidecarConfig(file)).toEqual({
    server: { name: 'irc1.example.net', casemapping: 'ascii' },
    modules: { enabledModules: [] },
    channelBurst: {
      enabled: false,
      maxBurstSize: 1,
      burstTimeoutMs: 600_000,
      deltaDelayMs: 250,
      maxDeltaRate: 1000,
      digestIntervalMs: 60_000,
    },
    memberBurst: { statusByAccount: true },
    channels: {
      conflictPolicy: 'oldest',
      overrides: [{ name: '#\xc3\xa9', conflictPolicy: 'merge' }],
      restartGraceMs: 0,
      startIn: 'observe',
      flaps: { limit: 3, windowMs: 5000 },
      forgetMinMs: 600_000,
      forgetAfterMs: 86_400_000,
    },
    guard: { maxClockSkewMs: 1000, maxChannels: 0, maxListEntries: 2, createRate: 3, massRemovals: 4 },
    logging: { level: 'debug', format: 'json' },
    peers: {
      listen: { host: '::', port: 0 },
      keyFile: join(directory, 'k.pem'),
      certificateFile: join(directory, 'c.pem'),
      compression: ['deflate'],
      peers: [
        { name: 'irc2.example.net', address: { host: 'irc2.example.net', port: 7100 }, pin: pinA },
        { name: 'irc3.example.net', address: null, pin: pinB },
      ],
      exchange: new Map([
        [
          'irc2.example.net',
          {
            import: { channels: ['#Pub*', '+\xc3\xa9'], except: ['#*-dev'], fields: ['topic', 'pins'] },
            export: { channels: ['*'], except: [], fields: [] },
          },
        ],
        ['irc3.example.net', { import: passEverything, export: passEverything }],
      ]),
    },
    metrics: { listen: { host: '::1', port: 9464 } },
    store: { path: join(directory, 'state/x.db') },
    api: {
      hostSocket: '/run/h.sock',
      opsSocket: join(directory, 'o.sock'),
      readSocket: join(directory, 'r.sock'),
      hostGroup: 'ircd',
      opsGroup: '1000',
      readGroup: 'net-ops',
      readGrants: { hidden: ['#staff*'], members: true },
      tcp: {
        address: { host: '0.0.0.0', port: 7101 },
        tls: { keyFile: join(directory, 'k.pem'), certificateFile: join(directory, 'c.pem') },
      },
      tokens: [{ name: 'grafana', role: 'ops-read', grants: { hidden: [], members: false }, sha256: pinA }],
      certificates: [
        {
          name: 'laptop',
          role: 'ops-admin',
          grants: { hidden: ['#\xc3\xa9*'], members: true },
          file: join(directory, 'c.pem'),
        },
      ],
    },
  });
});

describe('a mistake is told with its place, what, why and what instead', () => {
  const head = '[server]\nname = "irc1.example.net"\n';
  test.each([
    ['', ['1:1: server.name is missing, it is the name of the ircd', 'write name = "irc1.example.net"']],
    ['[server]\n', ['1:1: server.name is missing']],
    ['[server]\nname = "a b"', ['2:8: server.name = "a b" is not a server name', 'use letters, digits']],
    ['server = 3', ['1:10: server is not a table', 'write [server] on a line of its own']],
    [`${head}nmae = 1`, ['3:1: unknown key nmae in [server], only known', 'did you mean name?']],
    [`${head}[chanels]\n`, ['3:1: unknown table [chanels], only known', 'did you mean channels?']],
    [`colour = 1\n${head}`, ['1:1: unknown key colour, only', 'known here: server, modules']],
    [
      `${head}casemapping = "rfc1495"`,
      ['3:15: server.casemapping = "rfc1495" is not known', 'did you mean "rfc1459"?'],
    ],
    [
      `${head}[modules]\nenabled_modules = ["chanel"]`,
      ['4:20: modules.enabled_modules = "chanel" is not known, no module', 'did you mean "channel"?'],
    ],
    [
      `${head}[peers]\ncompression = ["gzip"]`,
      [
        '4:16: peers.compression = "gzip" is not known, no compression of that name is known',
        'write compression = ["zstd", "deflate"]',
      ],
    ],
    [
      `${head}[modules]\nenabled_modules = "channel"`,
      ['4:19: modules.enabled_modules = "channel" is not an array', 'write enabled_modules = ["channel"]'],
    ],
    [
      `${head}[modules]\nenabled_modules = ["member"]`,
      [
        '4:19: the module "member" is switched on without "channel"',
        'write enabled_modules = ["channel", "member"]',
      ],
    ],
    [
      `${head}[extensions.channel_burst]\nmax_burst_size = 0`,
      [
        '4:18: extensions.channel_burst.max_burst_size = 0 is out of range, a page of a burst has 1 to 10000 lines, write max_burst_size = 1000',
      ],
    ],
    [
      `${head}[extensions.channel_burst]\nburst_timeout = 1.5`,
      ['4:17: extensions.channel_burst.burst_timeout = 1.5 is not a whole number'],
    ],
    [
      `${head}[extensions]\nchannel_burst = { enabled = "yes" }`,
      ['4:29: extensions.channel_burst.enabled = "yes" is not true or false'],
    ],
    [
      `${head}[extensions.channel_burst]\ndelta_delay = 60001`,
      ['4:15: extensions.channel_burst.delta_delay = 60001 is out of range', 'write delta_delay = 0'],
    ],
    [
      `${head}[channels]\nconflict_policy = "oldset"`,
      ['4:19: channels.conflict_policy = "oldset" is not known', 'did you mean "oldest"?'],
    ],
    [
      `${head}[[channels.override]]\nname = "help"\nconflict_policy = "merge"`,
      ['4:8: channels.override.name = "help" does not start with #, + or !, it is the name of a channel'],
    ],
    [`${head}[[channels.override]]\nname = "#help"`, ['3:1: channels.override.conflict_policy is missing']],
    [
      `${head}[[channels.override]]\nname = "#[a]"\nconflict_policy = "merge"\n[[channels.override]]\nname = "#{A}"\nconflict_policy = "local"`,
      [
        '7:8: channels.override.name = "#{A}" names a channel a second time',
        'keep one [[channels.override]]',
      ],
    ],
    [`${head}[peers]\nlisten = "7100"`, ['4:10: peers.listen = "7100" is not host:port']],
    [
      `${head}[peers.peer]\nname = "x"`,
      ['3:1: peers.peer is not an array, there can be several of them, write [[peers.peer]]'],
    ],
    [
      `${head}[peers]\nkey = "none.key"`,
      ['4:7: peers.key = "none.key" names a file that does not exist', 'cburst keygen'],
    ],
    [
      `${head}[peers]\ncertificate = "none"`,
      ['4:15: peers.certificate = "none" names a file that does not exist'],
    ],
    [
      `${head}[metrics]\nlisten = "[::]:9464"`,
      ['4:10: metrics.listen = "[::]:9464" is not on loopback', 'write "127.0.0.1:9464"'],
    ],
    [`${head}[metrics]\nlisten = "9464"`, ['4:10: metrics.listen = "9464" is not host:port']],
    [
      `${head}[api]\nhost_socket = "/${'x'.repeat(107)}"`,
      ['4:15: api.host_socket = "/xxx', 'is a path of 108 bytes', 'at most 107 bytes'],
    ],
    [`${head}[server\n`, ['3:8: illegal character in key', 'the file is not TOML here']],
  ])('%j', (text, parts) => {
    const directory = configDirectory({ 'peer.key': 'k', 'peer.crt': 'c' });
    const lines = mistakesOf(directory, () => loadSidecarConfig(write(directory, text)));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^c\.toml:/);
    for (const part of parts) expect(lines[0]).toContain(part);
  });
});

test('all mistakes are told at once, in the order of the file', () => {
  const directory = configDirectory({ 'peer.key': 'k', 'peer.crt': 'c' });
  const file = write(
    directory,
    `[server]
name = "irc1.example.net"
[[peers.peer]]
name = "irc1.example.net"
pin = "sha256:123"
[[peers.peer]]
name = "irc2.example.net"
address = "irc2:7100"
pin = "sha256:${pinA}"
[[peers.peer]]
name = "irc2.example.net"
address = "irc2:0"
pin = "SHA256:${pinA}"
speed = 9
[logging]
level = "loud"
`,
  );
  const places = mistakesOf(directory, () => loadSidecarConfig(file)).map((line) => line.split(', ')[0]);
  expect(places).toEqual([
    'c.toml:3:1: this peer has no address and [peers] has no listen',
    'c.toml:4:8: peers.peer.name = "irc1.example.net" is this server itself',
    'c.toml:5:7: peers.peer.pin = "sha256:123" is not a pin',
    'c.toml:11:8: peers.peer.name = "irc2.example.net" is there twice',
    'c.toml:12:11: peers.peer.address = "irc2:0" has port 0',
    expect.stringMatching(/^c\.toml:13:7: peers\.peer\.pin = "SHA256:a+" is there twice$/i),
    'c.toml:14:1: unknown key speed in [peers.peer]',
    'c.toml:16:9: logging.level = "loud" is not known',
  ]);
});

test('a secret file that others may read is a mistake that says how to close it', () => {
  const directory = configDirectory({ 'peer.key': 'k', 'peer.crt': 'c' });
  chmodSync(join(directory, 'peer.key'), 0o640);
  const file = write(directory, '[server]\nname = "a"\n[peers]\nkey = "peer.key"\n');
  expect(mistakesOf(directory, () => loadSidecarConfig(file))).toEqual([
    'c.toml:4:7: peers.key = "peer.key" names a file that can be read by others (its mode is 0640), it is the private key that proves to peers who this server is, run: chmod 600 peer.key',
  ]);
});

test('the mark of the encoding with which some editors begin a file is no part of it', () => {
  const directory = configDirectory({ 'peer.key': 'k', 'peer.crt': 'c' });
  const file = write(directory, '\ufeff[server]\nname = "irc1.example.net"\n');
  expect(loadSidecarConfig(file).server.name).toBe('irc1.example.net');
  const wrong = write(directory, '\ufeff[server]\nnam = "irc1.example.net"\n');
  expect(mistakesOf(directory, () => loadSidecarConfig(wrong)).join('\n')).toContain('c.toml:2:1: ');
});

test('a default that does not do is not called missing', () => {
  const directory = configDirectory({ 'peer.key': 'k', 'peer.crt': 'c' });
  chmodSync(join(directory, 'peer.key'), 0o640);
  const file = write(directory, '[server]\nname = "a"\n');
  expect(mistakesOf(directory, () => loadSidecarConfig(file))).toEqual([
    'c.toml:1:1: the default of peers.key names a file that can be read by others (its mode is 0640), it is the private key that proves to peers who this server is, run: chmod 600 peer.key',
  ]);
});

test('a file that is there and cannot be read is not said to be copied', () => {
  expect(mistakesOf('/', () => loadSidecarConfig('/usr'))[0]).toBe(
    '/usr: cannot be read (EISDIR), nothing can start without its configuration, name the file in this directory',
  );
});

test.skipIf(process.getuid?.() === 0)('nor is one that this user may not read', () => {
  const file = write(configDirectory({}), '');
  chmodSync(file, 0o000);
  expect(mistakesOf('/', () => loadSidecarConfig(file))[0]).toContain(
    'cannot be read (EACCES), nothing can start without its configuration, let this user read it',
  );
});

test('a file that is not there is told, with what to do', () => {
  expect(mistakesOf('/', () => loadSidecarConfig('/nowhere/c.toml'))[0]).toContain(
    'nowhere/c.toml: cannot be read (ENOENT), nothing can start without its configuration, copy config/sidecar.toml',
  );
});

test('key and certificate in the place of each other are told as that, whatever their modes are', async () => {
  const { keyPem, certificatePem } = await generateIdentity('a' as ServerName);
  const directory = configDirectory({ 'a.key.pem': keyPem, 'a.cert.pem': certificatePem });
  chmodSync(join(directory, 'a.cert.pem'), 0o644);
  const swapped = '[server]\nname = "a"\n[peers]\nkey = "a.cert.pem"\ncertificate = "a.key.pem"\n';
  expect(mistakesOf(directory, () => loadSidecarConfig(write(directory, swapped)))).toEqual([
    'c.toml:4:7: peers.key = "a.cert.pem" names a certificate, it is the private key that proves to peers who this server is, name the key that "cburst keygen" wrote beside it, SERVER.key.pem',
    'c.toml:5:15: peers.certificate = "a.key.pem" names a private key, it is the certificate that goes with the key, name the certificate that "cburst keygen" wrote beside it, SERVER.cert.pem',
  ]);
  const right = '[server]\nname = "a"\n[peers]\nkey = "a.key.pem"\ncertificate = "a.cert.pem"\n';
  expect(mistakesOf(directory, () => loadSidecarConfig(write(directory, right)))).toEqual([]);
});

test('the example is valid but for its pin', () => {
  const directory = configDirectory({ 'irc1.example.net.key.pem': 'k', 'irc1.example.net.cert.pem': 'c' });
  const example = readFileSync('config/sidecar.toml', 'utf8');
  const lines = mistakesOf(directory, () => loadSidecarConfig(write(directory, example)));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/is the example's pin, .*, put the peer's there, /);
  const config = loadSidecarConfig(write(directory, example.replace('0'.repeat(64), pinA)));
  expect(config.server.name).toBe('irc1.example.net');
  expect(config.peers.peers).toHaveLength(1);
});

test('any document is read or told what is wrong with it, at places that it has', () => {
  const directory = configDirectory({ 'peer.key': 'k', 'peer.crt': 'c' });
  const names = [
    'server',
    'name',
    'peers',
    'peer',
    'pin',
    'api',
    'tcp',
    'token',
    'sha256',
    'logging',
    'level',
    'extensions',
  ];
  const { tree } = fc.letrec<{ tree: object }>((tie) => ({
    tree: fc.dictionary(
      fc.oneof(fc.constantFrom(...names), fc.string()),
      fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<unknown>('irc1.example.net', '127.0.0.1:7101', 'info', 'channel', 1, true, 2.5, []),
        fc.string(),
        tie('tree'),
        fc.array(tie('tree'), { maxLength: 2 }),
      ),
      { maxKeys: 4 },
    ),
  }));
  fc.assert(
    fc.property(tree, (document) => {
      const text = stringify(document);
      const lines = text.split('\n');
      for (const { line, column } of mistakes(() => loadSidecarConfig(write(directory, text)))) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual(lines[line! - 1]!.length + 1);
      }
    }),
  );
});

function mistakes(load: () => unknown): readonly ConfigMistake[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

function write(directory: string, text: string): string {
  const file = join(directory, 'c.toml');
  writeFileSync(file, text);
  return file;
}
