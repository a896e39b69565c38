import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { finished, startNode } from './run-cburst.ts';

const url = (path: string) => JSON.stringify(pathToFileURL(resolve(path)).href);

/** A process that runs a daemon; `start` is the code of its start function. */
function startDaemon(start: string) {
  const code = `
    import { createLogger } from ${url('src/log/logger.ts')};
    import { runDaemon } from ${url('src/cli/run-daemon.ts')};
    const log = createLogger({ level: 'info', format: 'json' }, 'test');
    const idle = setInterval(() => {}, 60_000);
    runDaemon(log, ${start});`;
  return startNode(['--input-type=module', '--eval', code]);
}

/** Resolves when the daemon has logged `message`. */
async function logged(child: ReturnType<typeof startDaemon>, message: string): Promise<void> {
  let text = '';
  while (!text.includes(message)) text += (await once(child.stdout, 'data'))[0];
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops it, and it ends with 0', async (signal) => {
  const child = startDaemon(
    `async () => { log.info('up'); return { stop: async () => log.info('all is closed') }; }`,
  );
  const end = finished(child);
  await logged(child, 'up');
  child.kill(signal);
  const { exitCode, stdout } = await end;
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
  expect(messages).toEqual(['up', 'stopping', 'all is closed']);
  expect(exitCode).toBe(0);
});

test('a signal during the start stops it as soon as it has started', async () => {
  const child = startDaemon(`() => new Promise((resolve) => {
    process.once('SIGTERM', () => resolve({ stop: async () => log.info('all is closed') }));
    setImmediate(() => log.info('starting'));
  })`);
  const end = finished(child);
  await logged(child, 'starting');
  child.kill('SIGTERM');
  const { exitCode, stdout } = await end;
  expect(stdout).toContain('all is closed');
  expect(exitCode).toBe(0);
});

test('SIGHUP has it read its configuration again, and it goes on', async () => {
  const child = startDaemon(
    `async () => { log.info('up'); return { stop: async () => {}, reload: ({ by }) => log.info('read again for ' + by) }; }`,
  );
  const end = finished(child);
  await logged(child, 'up');
  child.kill('SIGHUP');
  await logged(child, 'read again for SIGHUP');
  child.kill('SIGTERM');
  expect((await end).exitCode).toBe(0);
});

test('SIGHUP does nothing to one that cannot', async () => {
  const child = startDaemon(`async () => { log.info('up'); return { stop: async () => {} }; }`);
  const end = finished(child);
  await logged(child, 'up');
  child.kill('SIGHUP');
  child.kill('SIGTERM');
  expect((await end).exitCode).toBe(0);
});

test('one that is done is stopped, and ends with 0', async () => {
  const child = startDaemon(
    `async (failed, finished) => { setImmediate(finished); return { stop: async () => log.info('all is closed') }; }`,
  );
  const { exitCode, stdout } = await finished(child);
  expect(stdout).toContain('all is closed');
  expect(exitCode).toBe(0);
});

test('a second signal ends it at once', async () => {
  const child = startDaemon(`async () => { log.info('up'); return { stop: () => new Promise(() => {}) }; }`);
  const end = finished(child);
  await logged(child, 'up');
  child.kill('SIGTERM');
  await logged(child, 'stopping');
  child.kill('SIGINT');
  const { exitCode, stdout } = await end;
  expect(stdout).toContain('second signal');
  expect(exitCode).toBe(1);
});

test.each([
  ['a start that fails', `async () => { throw new Error('boom'); }`, 'cannot start'],
  [
    'a failure later',
    `async (failed) => { setImmediate(() => failed(new Error('boom'))); return {}; }`,
    'cannot go on',
  ],
  [
    'an error nobody caught',
    `async () => { setImmediate(() => { throw new Error('boom'); }); return {}; }`,
    'unexpected error',
  ],
  [
    'a rejection nobody caught',
    `async () => { void Promise.reject(new Error('boom')); return {}; }`,
    'unexpected error',
  ],
])('%s is logged with its stack and ends it with 1', async (_name, start, message) => {
  const { exitCode, stdout } = await finished(startDaemon(start));
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    level: 'fatal',
    msg: message,
    err: { message: 'boom', stack: expect.stringContaining('at ') },
  });
});
