import { join } from 'node:path';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { configDirectory } from '../config/config-directory.ts';
import { runCburst } from './run-cburst.ts';

const command = ['adapter', '--ircd', 'inspircd'];
const config = `[ircd]
type = "inspircd"
address = "127.0.0.1:7000"
server_name = "irc1.example.net"
[link]
name = "cburst.irc1.example.net"
sid = "9CB"
send_password = "out-of-the-adapter"
receive_password = "into-the-adapter"
[sidecar]
target = "unix:host.sock"
`;

test('a wrong configuration ends with 2 and every mistake', async () => {
  const directory = configDirectory({ 'a.toml': config.replace('9CB', 'CB9').replace('inspircd', 'ircu') });
  const run = await runCburst([...command, '--config', 'a.toml'], { cwd: directory });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain('a.toml:2:8: ircd.type = "ircu" is not known');
  expect(run.stderr).toContain('a.toml:7:7: link.sid = "CB9" is not a server id');
});

test('the <link> block for a configuration has its names and both passwords', async () => {
  const directory = configDirectory({ 'a.toml': config });
  const { exitCode, stdout } = await runCburst([
    ...command,
    '--print-link',
    '--config',
    join(directory, 'a.toml'),
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^<link/m);
  expect(stdout).toContain('name="cburst.irc1.example.net"');
  expect(stdout).toContain('recvpass="out-of-the-adapter"');
  expect(stdout).toContain('sendpass="into-the-adapter"');
});

test('without a configuration both halves are proposed, with passwords that nobody has', async () => {
  const [one, other] = await Promise.all([runCburst(command), runCburst(command)]);
  expect(one.exitCode).toBe(0);
  expect(one.stdout).not.toBe(other.stdout);
  const [block, comments] = one.stdout.split('# [link]');
  const toml = comments!.split('#\n')[0]!.replaceAll(/^# /gm, '');
  const link = parse(toml) as Record<string, string>;
  expect(link.send_password).toMatch(/^[\w-]{32}$/);
  expect(block).toContain(`name="${link.name}"`);
  expect(block).toContain(`recvpass="${link.send_password}"`);
  expect(block).toContain(`sendpass="${link.receive_password}"`);
});

test('the block for an ngIRCd names the passwords from its side, and both halves fit', async () => {
  const { exitCode, stdout } = await runCburst(['adapter', '--ircd', 'ngircd']);
  expect(exitCode).toBe(0);
  const [block, comments] = stdout.split('# [link]');
  const link = parse(comments!.split('#\n')[0]!.replaceAll(/^# /gm, '')) as Record<string, string>;
  expect(link).not.toHaveProperty('sid');
  expect(block).toMatch(new RegExp(`^\\tName = ${link.name}$`, 'm'));
  expect(block).toMatch(new RegExp(`^\\tMyPassword = ${link.send_password}$`, 'm'));
  expect(block).toMatch(new RegExp(`^\\tPeerPassword = ${link.receive_password}$`, 'm'));
});
