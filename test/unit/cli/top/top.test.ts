import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startOpsServer } from '../ops-server.ts';
import { runCburst } from '../run-cburst.ts';

const status = { server: 'a.test', started_at: 1, peers: 1, host: { attached: true, software: 'ngircd' } };
const peers = [
  { server: 'b.test', state: 'PEER_STATE_LINKED', latency_us: 9 },
  { server: 'c.test', state: 'PEER_STATE_DOWN', latency_us: 5 },
] as const;
const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';

/** `cburst top` on a real pseudo terminal, of util-linux's script(1); `seen` waits until it has drawn a text. */
function onTerminal(socket: string, env: Record<string, string> = {}) {
  const call = `stty cols 100 rows 24; exec ${process.execPath} ${resolve('src/main.ts')} top --socket ${socket}`;
  const child = spawn('script', ['-qec', call, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const ended = once(child, 'close').then(([exitCode]) => exitCode as number);
  const seen = async (text: string | RegExp) => {
    while (screen.search(text) < 0) await once(child.stdout, 'data');
    const found = screen;
    screen = '';
    return found;
  };
  return { child, ended, seen, rest: () => screen };
}

test('it draws on a terminal, obeys keys and leaves it as it was', async () => {
  const { socket } = await startOpsServer({ status, peers: [...peers] });
  const { child, ended, seen, rest } = onTerminal(socket);
  const first = await seen('q quit');
  expect(first).toContain(ENTER);
  expect(first).toContain('a.test');
  child.stdin.write('s');
  await seen('by state ');
  child.stdin.write('r');
  await seen('by state, reversed');
  child.stdin.write('p');
  await seen('paused');
  child.stdin.write('?');
  await seen('Ctrl-C');
  child.stdin.write('q');
  expect(await ended).toBe(0);
  expect(rest().endsWith(LEAVE)).toBe(true);
});

test('a Ctrl-C leaves the terminal as it was, too, and NO_COLOR is obeyed', async () => {
  const { socket } = await startOpsServer({ status, peers: [...peers] });
  const { child, ended, seen, rest } = onTerminal(socket, { NO_COLOR: '1' });
  expect(await seen('q quit')).not.toMatch(/\x1b\[\d+m/);
  child.stdin.write('\x03');
  expect(await ended).toBe(0);
  expect(rest().endsWith(LEAVE)).toBe(true);
});

test('without a terminal it says what to ask instead', async () => {
  const { exitCode, stdout, stderr } = await runCburst(['top', '--socket', '/nowhere']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('cburst status --json');
});

test('one frame is for people, one document for programs', async () => {
  const { socket } = await startOpsServer({ status, peers: [...peers] });
  const people = await runCburst(['top', '--once', '--socket', socket]);
  expect(people).toMatchObject({ exitCode: 0, stderr: '' });
  expect(people.stdout).toMatch(/^b\.test {2}linked/m);
  expect(people.stdout).not.toContain('q quit');
  const programs = await runCburst(['top', '--json', '--socket', socket]);
  expect(JSON.parse(programs.stdout)).toMatchObject({
    rates: { host_events: 0, changes: 0 },
    status: { server: 'a.test' },
    peers: [{ server: 'b.test', received_rate: 0 }, { server: 'c.test' }],
    conflicts: 0,
  });
});
