import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ircdTypes } from '../../../src/config/ircd-kinds.ts';
import { loadAdapterConfig } from '../../../src/config/load-adapter-config.ts';
import { configDirectory, mistakesOf } from './config-directory.ts';

const minimal = `[ircd]
type = "inspircd"
address = "127.0.0.1:7000"
server_name = "irc1.example.net"
[link]
name = "cburst.irc1.example.net"
sid = "9CB"
send_password_file = "send"
receive_password_file = "receive"
[sidecar]
target = "unix:host.sock"
`;

test('what is left out has the documented defaults, and passwords are read', () => {
  const directory = configDirectory({ 'a.toml': minimal, send: 'out\n', receive: 'in\r\n' });
  expect(loadAdapterConfig(join(directory, 'a.toml'), 'inspircd')).toEqual({
    ircd: {
      type: 'inspircd',
      address: { host: '127.0.0.1', port: 7000 },
      serverName: 'irc1.example.net',
      defaultModes: 'nt',
      keeper: true,
      services: [],
      carryModes: [],
    },
    link: {
      name: 'cburst.irc1.example.net',
      sid: '9CB',
      description: 'keeps channels the same',
      sendPassword: 'out',
      receivePassword: 'in',
    },
    sidecar: { target: `unix:${directory}/host.sock`, tokenFile: null },
    adapter: {
      observe: true,
      linesPerSecond: 2000,
      channelLinesPerSecond: 100,
      showMembers: false,
      showMembersMax: 10_000,
      nickSuffix: '|net',
    },
    logging: { level: 'info', format: 'auto' },
  });
});

test.each(['', 'not', 'ntl 50'])('default_modes may be what an ircd says: "%s"', (modes) => {
  const directory = configDirectory({ send: 'out', receive: 'in' });
  const file = write(directory, minimal.replace('[link]', `default_modes = "${modes}"\n[link]`));
  expect(loadAdapterConfig(file, 'inspircd').ircd.defaultModes).toBe(modes);
});

test('passwords may stand in a file that only its owner reads', () => {
  const directory = configDirectory({});
  const file = write(directory, minimal.replace('send_password_file = "send"', 'send_password = "hush"'));
  writeFileSync(join(directory, 'receive'), 'in', { mode: 0o600 });
  expect(loadAdapterConfig(file, 'inspircd').link.sendPassword).toBe('hush');
  chmodSync(file, 0o644);
  const lines = mistakesOf(directory, () => loadAdapterConfig(file, 'inspircd'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('a.toml:8:17: link.send_password is in a file that can be read by others');
  expect(lines[0]).toContain('chmod 600 a.toml');
});

describe('mistakes', () => {
  test.each([
    [
      /.*/s,
      '',
      [
        'ircd.type is missing',
        'ircd.address is missing',
        'ircd.server_name is missing, it is the ircd\'s own name as a server, write server_name = "irc1.example.net"',
        'link.name is missing, it is the name of the adapter as a server of the native network, another one than the ircd\'s, write name = "cburst.irc1.example.net"',
        'sidecar.target is missing',
        'link.sid is missing',
        'link.send_password is missing',
        'link.receive_password is missing',
      ],
    ],
    ['inspircd', 'unrealircd', ['2:8: ircd.type = "unrealircd" is not known']],
    ['inspircd', 'ngircd', ['2:8: ircd.type = "ngircd" is another kind than --ircd inspircd']],
    [
      '[link]',
      'default_modes = "+nt"\n[link]',
      ['5:17: ircd.default_modes is not mode letters, without a sign'],
    ],
    [
      '[link]',
      'services = ["Irc1.example.net"]\ncarry_modes = ["secret"]\n[link]',
      [
        '5:12: ircd.services names "irc1.example.net", the ircd itself',
        '6:16: ircd.carry_modes = "secret" is not known',
      ],
    ],
    ['"9CB"', '"CBX"', ['7:7: link.sid = "CBX" is not a server id']],
    [
      '"cburst.irc1.example.net"',
      '"irc1.example.net"',
      ['6:8: link.name = "irc1.example.net" is the ircd itself'],
    ],
    ['"send"', '"nowhere"', ['8:22: link.send_password_file = "nowhere" names a file that does not exist']],
    ['"send"', '"."', ['8:22: link.send_password_file = "." names a file that cannot be read (EISDIR)']],
    [
      'sid',
      'send_password = "x"\nsid',
      ['9:22: link.send_password and link.send_password_file are both set'],
    ],
    [
      'unix:host.sock',
      '/run/host.sock',
      ['11:10: sidecar.target = "/run/host.sock" is neither unix:PATH nor host:port'],
    ],
    [
      'unix:host.sock',
      '10.0.0.1:7101',
      [
        '11:10: sidecar.target = "10.0.0.1:7101" is not on loopback',
        '11:10: sidecar.target is TCP and sidecar.token_file is missing',
      ],
    ],
    ['unix:host.sock', '127.0.0.1:7101', ['11:10: sidecar.target is TCP and sidecar.token_file is missing']],
    [
      '[sidecar]',
      '[adapter]\nobserve = "no"\nlines_per_second = 0\n[sidecar]',
      [
        '11:11: adapter.observe = "no" is not true or false',
        '12:20: adapter.lines_per_second = 0 is out of range',
      ],
    ],
  ] as [string | RegExp, string, string[]][])('%s instead %s', (pattern, replacement, expected) => {
    const directory = configDirectory({ send: 'out', receive: 'in' });
    const file = write(directory, minimal.replace(pattern, replacement));
    const lines = mistakesOf(directory, () => loadAdapterConfig(file, 'inspircd'));
    expect(lines).toHaveLength(expected.length);
    for (const [i, part] of expected.entries()) expect(lines[i]).toContain(part);
  });
});

test.each([
  ['send_password_file = "send"', 'send_password = "hunter2 hunter3"'],
  ['send_password_file = "send"', 'send_password = "hunter2"\nsend_pasword = "hunter2"'],
  ['send_password_file = "send"', 'send_password = hunter2'],
  ['send_password_file = "send"', 'send_password = "hunter2'],
  ['send_password_file = "send"', 'send_password = ["hunter2"]'],
  ['"send"', '"bad"'],
  ['[link]', 'default_modes = "+ntk hunter2"\n[link]'],
])('no mistake shows a secret: %s', (pattern, replacement) => {
  const directory = configDirectory({ send: 'out', receive: 'in', bad: 'hunter2 hunter3' });
  const file = write(directory, minimal.replace(pattern, replacement));
  const lines = mistakesOf(directory, () => loadAdapterConfig(file, 'inspircd'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('\n')).not.toContain('hunter');
});

test.each(ircdTypes)('the example for %s is valid and only observes', (type) => {
  const directory = configDirectory({ 'send-password': 'out', 'receive-password': 'in' });
  copyFileSync(`config/adapter-${type}.toml`, join(directory, 'a.toml'));
  const config = loadAdapterConfig(join(directory, 'a.toml'), type);
  expect(config.ircd.type).toBe(type);
  expect(config.adapter.observe).toBe(true);
});

test('where servers have no ids none is asked for, and new channels have no modes', () => {
  const directory = configDirectory({ send: 'out', receive: 'in' });
  const file = write(directory, minimal.replace('inspircd', 'ngircd').replace('sid = "9CB"\n', ''));
  const config = loadAdapterConfig(file, 'ngircd');
  expect([config.link.sid, config.ircd.defaultModes]).toEqual(['', '']);
});

function write(directory: string, text: string): string {
  const file = join(directory, 'a.toml');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
