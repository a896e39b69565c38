import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startOpsServer } from '../ops-server.ts';
import { runCburst } from '../run-cburst.ts';

const status = {
  server: 'a.test',
  started_at: 1,
  peers: 1,
  conflicts: 2,
  host: { attached: true, software: 'ngircd' },
};
const peers = [
  { server: 'b.test', state: 'PEER_STATE_LINKED', latency_us: 9 },
  { server: 'c.test', state: 'PEER_STATE_DOWN', latency_us: 5 },
] as const;
const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';

/**
 * `cburst top` on a real pseudo terminal, of util-linux's script(1), whose modes are noted before and after. `seen` waits until it
 * has drawn a text, and returns what it drew up to then.
 */
function onTerminal(socket: string, env: Record<string, string> = {}) {
  const notes = mkdtempSync(join(tmpdir(), 'cburst-top-'));
  const note = (name: string) => readFileSync(join(notes, name), 'utf8').trim();
  const call = `stty cols 100 rows 24; cd ${notes}; tty > tty; stty -g > before
    sh -c 'echo $$ > pid; exec ${process.execPath} ${resolve('src/main.ts')} top --socket ${socket}'
    status=$?; stty -g > after; exit $status`;
  const child = spawn('script', ['-qec', call, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(notes, { recursive: true, force: true });
  });
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const exited = once(child, 'close').then(([exitCode]) => exitCode as number);
  /** As it ends: its exit code, and whether the terminal is as it was. */
  const ended = async () => ({
    exitCode: await exited,
    isLeft: screen.endsWith(LEAVE),
    hasModes: note('after') === note('before'),
  });
  const seen = async (text: string | RegExp) => {
    while (screen.search(text) < 0) await once(child.stdout, 'data');
    const found = screen;
    screen = '';
    return found;
  };
  const signal = (name: NodeJS.Signals) => process.kill(Number(note('pid')), name);
  const resize = (columns: number, rows: number) =>
    execFileSync('stty', ['-F', note('tty'), 'cols', String(columns), 'rows', String(rows)]);
  return { child, ended, seen, signal, resize };
}

const asItWas = { exitCode: 0, isLeft: true, hasModes: true };

test('it draws on a terminal, obeys keys and leaves it as it was', async () => {
  const { socket } = await startOpsServer({ status, peers: [...peers] });
  const { child, ended, seen } = onTerminal(socket);
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
  expect(await ended()).toEqual(asItWas);
});

test('a Ctrl-C leaves the terminal as it was, too, and NO_COLOR is obeyed', async () => {
  const { socket } = await startOpsServer({ status, peers: [...peers] });
  const { child, ended, seen } = onTerminal(socket, { NO_COLOR: '1' });
  expect(await seen('q quit')).not.toMatch(/\x1b\[\d+m/);
  child.stdin.write('\x03');
  expect(await ended()).toEqual(asItWas);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s leaves the terminal as it was', async (name) => {
  const { socket } = await startOpsServer({ status, peers: [...peers] });
  const { ended, seen, signal } = onTerminal(socket);
  await seen('q quit');
  signal(name);
  expect(await ended()).toEqual(asItWas);
});

test('it fills a terminal that was resized, and no more of it', async () => {
  const { socket } = await startOpsServer({ status, peers: [...peers] });
  const { child, ended, seen, resize } = onTerminal(socket, { NO_COLOR: '1' });
  await seen('q quit');
  child.stdin.write('p');
  // It asks for nothing now: what it draws, it draws because of the size.
  await seen('paused');
  resize(40, 8);
  // A frame from before may be on its way still, whole or in part.
  const narrow = shownLines(await seen(frameOf(8)));
  expect(Math.max(...narrow.map((line) => line.length))).toBe(40);
  resize(140, 30);
  const wide = shownLines(await seen(frameOf(11)));
  expect(wide[7]).toMatch(/LAST ERROR$/);
  child.stdin.write('q');
  expect(await ended()).toEqual(asItWas);
});

/** A whole frame of so many lines, and nothing behind it. */
function frameOf(lines: number): RegExp {
  return new RegExp(`\\x1b\\[H(?:[^\\n]*\\n){${lines - 1}}[^\\n]*\\x1b\\[J$`);
}

/** Of the last frame that was drawn. */
function shownLines(drawn: string): string[] {
  const frame = drawn.slice(drawn.lastIndexOf('\x1b[H') + '\x1b[H'.length);
  return frame.replaceAll(/\x1b\[[KJ]|\r/g, '').split('\n');
}

test('a sidecar that dies under it is told and found again, with what was last seen in between', async () => {
  const first = await startOpsServer({ status, peers: [...peers] });
  const { child, ended, seen } = onTerminal(first.socket);
  await seen('q quit');
  first.kill();
  expect(await seen('no sidecar answers')).toContain('a.test');
  await startOpsServer({ status: { ...status, sequence: 8, started_at: 2 }, peers: [] }, first.directory);
  expect(await seen('no peers are configured')).not.toContain('no sidecar answers');
  child.stdin.write('q');
  expect(await ended()).toEqual(asItWas);
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
    status: { server: 'a.test', conflicts: 2 },
    peers: [{ server: 'b.test', received_rate: 0 }, { server: 'c.test' }],
  });
});
