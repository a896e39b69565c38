import { join } from 'node:path';
import { expect, test } from 'vitest';
import { completeWords } from '../../../../src/cli/completion/complete-words.ts';
import { buildProgram } from '../../../../src/cli/program.ts';
import { startOpsServer } from '../ops-server.ts';
import { finished, runCburst, startNode } from '../run-cburst.ts';

const program = buildProgram();
const complete = (...words: string[]) => completeWords(program, words);

test('commands come from the program, those below others too, hidden ones not', () => {
  expect(complete('st').words).toEqual(expect.arrayContaining(['status', 'store']));
  expect(complete('comp').words).toEqual(['completion']);
  expect(complete('quarantine', '').words).toEqual(expect.arrayContaining(['list', 'approve', 'reject']));
  expect(complete('nonsense').words).toEqual([]);
});

test('options are those of the command that is there', () => {
  expect(complete('channels', '--min').words).toEqual(['--min-members']);
  expect(complete('quarantine', 'approve', '3', '--b').words).toEqual(['--by']);
  expect(complete('status', '--').words).toEqual(expect.arrayContaining(['--json', '--plain', '--help']));
});

test('values are choices, files, or names that a sidecar knows', () => {
  expect(complete('adapter', '--ircd', 'i')).toMatchObject({ words: expect.arrayContaining(['inspircd']) });
  expect(complete('plan', 'o').words).toEqual(['oldest']);
  expect(complete('log-level', 'f').words).toEqual(['fatal']);
  expect(complete('completion', '').words).toEqual(['bash', 'zsh', 'fish']);
  for (const line of [
    ['status', '--config', ''],
    ['status', '--socket', '='],
    ['health', '--token-file', 'x'],
  ])
    expect(complete(...line).also).toBe('files');
  for (const line of [
    ['why', "'#a"],
    ['metadata', 'set', ''],
    ['channels', '--limit', '3', '#'],
  ])
    expect(complete(...line).also).toBe('channels');
  for (const line of [
    ['diff', ''],
    ['resync', '--peer', ''],
    ['split', '#a', 'b.test', ''],
  ])
    expect(complete(...line).also).toBe('peers');
  expect(complete('status', '')).toEqual({ words: [], also: null });
});

test('names of channels and peers come from the sidecar that the line names', async () => {
  const channels = ['#general', '#gen*', '#other', '#b\x07'].map((name) => ({ name: Buffer.from(name) }));
  const peers = [{ server: 'b.test' }, { server: 'c.test' }];
  const { socket } = await startOpsServer({ channels, peers });
  const words = async (...line: string[]) => (await runCburst(['complete-words', '--', ...line])).stdout;
  expect(await words('why', '--socket', socket, "'#gen")).toBe('#general\n#gen*\n');
  expect(await words('diff', `--socket=${socket}`, 'c')).toBe('c.test\n');
  expect(await words('diff', '--socket', '/nowhere/ops.sock', '')).toBe('');
});

test('a sidecar that does not answer is not waited for', async () => {
  const silent = `require('node:net').createServer(() => {}).listen(process.argv[1], () => console.log('up'))`;
  const { directory } = await startOpsServer({});
  const socket = join(directory, 'silent.sock');
  const server = startNode(['--eval', silent, socket]);
  await new Promise((done) => server.stdout.once('data', done));
  const run = await runCburst(['complete-words', '--', 'diff', '--socket', socket, '']);
  expect(run).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  server.kill('SIGKILL');
  await finished(server);
});

test.each([
  ['zsh', 'compdef _cburst cburst'],
  ['fish', 'complete -c cburst'],
])('%s has a script', async (shell, text) => {
  const { exitCode, stdout } = await runCburst(['completion', shell]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(text);
  expect(stdout).toContain('cburst complete-words -- ');
});

test('of another shell it says which there are', async () => {
  const { exitCode, stderr } = await runCburst(['completion', 'tcsh']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});
