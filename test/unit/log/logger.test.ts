import { expect, test } from 'vitest';
import { createLogger } from '../../../src/log/logger.ts';

function logged(
  format: 'json' | 'pretty',
  level: 'info' | 'debug',
  use: (log: ReturnType<typeof createLogger>) => void,
) {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  use(createLogger({ format, level }, 'sidecar', stream));
  return lines;
}

test('JSON has one object a line with level, time, name, message and bindings', () => {
  const lines = logged('json', 'info', (log) =>
    log.child({ peer: 'b' }).warn({ count: 2 }, 'lines rejected'),
  );
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    name: 'sidecar',
    peer: 'b',
    count: 2,
    msg: 'lines rejected',
  });
});

test('lines below the level are left out', () => {
  expect(logged('json', 'info', (log) => log.debug('x'))).toEqual([]);
  expect(logged('json', 'debug', (log) => log.debug('x'))).toHaveLength(1);
});

test('errors have their stack', () => {
  const [line] = logged('json', 'info', (log) => log.error({ err: new Error('boom') }, 'failed'));
  expect(JSON.parse(line!).err).toMatchObject({
    message: 'boom',
    stack: expect.stringContaining('logger.test'),
  });
});

test('secrets are kept out of lines and bindings', () => {
  const lines = logged('json', 'info', (log) => {
    log.info({ channel: { joinKey: 'hush' } }, 'x');
    log.child({ token: 'hush' }).info('y');
  });
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain('hush');
});
