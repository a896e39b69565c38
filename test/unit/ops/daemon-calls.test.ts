import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { LogLevel } from '../../../src/log/log-level.ts';
import { DaemonCalls } from '../../../src/ops/daemon-calls.ts';
import type { OpsServiceHandlers } from '../../../src/proto-types/cburst/v1/OpsService.ts';

const change = { place: '[peers]', key: 'listen', before: 'none', after: '"a:1"', restart: 'why' };

/** Handlers for an operator called carol, and what was told, with the level at that moment. */
function createCalls() {
  const log = { level: 'info' };
  const told: string[] = [];
  const logLevel = new LogLevel(log, 'info');
  const calls = new DaemonCalls({
    logLevel,
    drain: () => () => {},
    reload: (how) => (how.by === 'dave' ? { problem: 'sidecar.toml:1:1: wrong' } : { changes: [change] }),
    publish: (...what) => told.push([log.level, ...what].join(': ')),
  });
  return { log, logLevel, told, handlers: calls.handlers(({ request }) => request.by || 'carol') };
}

type Handlers = ReturnType<typeof createCalls>['handlers'];

/** What a unary call is answered, or why it is refused. */
function called(handlers: Handlers, name: keyof Handlers, request: object): unknown {
  let said: unknown;
  const call = handlers[name] as OpsServiceHandlers['GetLogLevel'];
  call({ request } as never, (error, answer) => {
    said = error ?? answer;
  });
  return said;
}

test('the level of the log is set, until the configuration is read again', () => {
  const { log, logLevel, told, handlers } = createCalls();
  expect(called(handlers, 'SetLogLevel', { level: 'debug', by: '' })).toEqual({
    previous: 'info',
    configured: 'info',
  });
  expect(log.level).toBe('debug');
  expect(called(handlers, 'GetLogLevel', {})).toEqual({ level: 'debug', configured: 'info' });
  expect(told).toEqual(['debug: log.level_set: the level of the log is debug instead of info: carol']);
  logLevel.configure('warn');
  expect(called(handlers, 'GetLogLevel', {})).toEqual({ level: 'warn', configured: 'warn' });
});

test('who silences the log is told before it is silent', () => {
  const { told, handlers } = createCalls();
  called(handlers, 'SetLogLevel', { level: 'fatal', by: 'dave' });
  expect(told).toEqual(['info: log.level_set: the level of the log is fatal instead of info: dave']);
});

test('a level that there is not is refused', () => {
  const { log, told, handlers } = createCalls();
  expect(called(handlers, 'SetLogLevel', { level: 'loud', by: '' })).toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: 'there is no such level: it is one of trace, debug, info, warn, error, fatal',
  });
  expect([log.level, told]).toEqual(['info', []]);
});

test('a reload is answered with what differs, or with what is wrong with the file', () => {
  const { handlers } = createCalls();
  const { restart, ...rest } = change;
  expect(called(handlers, 'ReloadConfig', { by: 'carol', validate_only: false })).toEqual({
    changes: [{ ...rest, restart_reason: restart }],
  });
  expect(called(handlers, 'ReloadConfig', { by: 'dave', validate_only: true })).toMatchObject({
    code: status.FAILED_PRECONDITION,
    details: 'nothing was changed: sidecar.toml:1:1: wrong',
  });
});
