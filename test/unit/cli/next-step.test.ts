import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { CliError } from '../../../src/cli/cli-error.ts';
import { exitCodes } from '../../../src/cli/exit-code.ts';
import { nextStep } from '../../../src/cli/next-step.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { rpcFailure } from '../../../src/cli/rpc-failure.ts';
import { allCommands, commandPath } from '../../../src/cli/walk-commands.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import { encodeErrorDetails, errorDetailsKey } from '../../../src/rpc/error-details.ts';
import { runCburst } from './run-cburst.ts';

const endpoint = { target: 'unix:/run/ops.sock', token: null } as Parameters<typeof rpcFailure>[1];
const program = buildProgram();
const approve = [...allCommands(program)].find((one) => commandPath(one) === 'cburst quarantine approve')!;

function failed(code: status, next?: string): ServiceError {
  const metadata = new Metadata();
  if (next !== undefined) {
    const told = { reason: 'PEER_UNKNOWN', code, details: 'no', facts: { nextCommand: next } } as const;
    metadata.set(errorDetailsKey, encodeErrorDetails(told as never));
  }
  return Object.assign(new Error('no'), { code, details: 'no', metadata });
}

const codes = Object.values(status).filter(
  (code) => typeof code === 'number' && code !== status.OK,
) as status[];

test.each(codes.map((code) => [status[code], code] as const))('%s ends with what to do', (_name, code) => {
  const error = rpcFailure(failed(code), endpoint);
  expect(nextStep(error, approve)).toMatch(/cburst|--socket|the same again/);
  expect(error.message).not.toContain('\n');
});

test('what the sidecar says comes before what is guessed, and moves no cursor', () => {
  const error = rpcFailure(failed(status.NOT_FOUND, 'cburst \x1b[2Jpeers'), endpoint);
  expect(nextStep(error, approve)).toBe('cburst \\x1b[2Jpeers');
});

test('what the sidecar finds wrong in the arguments is wrong use, as what the command finds', () => {
  const error = rpcFailure(failed(status.INVALID_ARGUMENT), endpoint);
  expect(error).toMatchObject({ exitCode: exitCodes.usage, message: 'no' });
  expect(nextStep(error, approve)).toBe('cburst quarantine approve --help');
});

test.each(Object.entries(exitCodes))(
  'an error of the code %s has a next command that there is',
  (_n, exitCode) => {
    const [, name] = nextStep(new CliError(exitCode, 'x'), approve).split(' ');
    expect(program.commands.map((command) => command.name())).toContain(name);
  },
);

test('wrong use leads to the help of that command, and of none to that of all', () => {
  const error = new CliError(exitCodes.usage, 'x');
  expect(nextStep(error, approve)).toBe('cburst quarantine approve --help');
  expect(nextStep(error, null)).toBe('cburst --help');
});

test('a configuration with a mistake is checked, one that is not there is begun', () => {
  const mistake = { column: 1, what: 'x', why: 'y', instead: 'z' };
  const wrong = new ConfigError('a.toml', [{ ...mistake, line: 3 }]);
  expect(nextStep(wrong, new Command('sidecar'))).toBe('cburst check --config a.toml');
  expect(nextStep(wrong, approve)).toMatch(/^cburst check --config a\.toml, or the same with --socket /);
  const missing = new ConfigError('a.toml', [{ ...mistake, line: null }]);
  expect(nextStep(missing, approve)).toContain('cburst keygen');
  expect(nextStep(wrong, new Command('adapter'))).toBe('cburst adapter --help');
});

test('who said which sidecar to ask does not have to say it again', () => {
  const given = (name: string, options: Record<string, string>) => {
    const one = [...allCommands(buildProgram())].find((each) => commandPath(each) === `cburst ${name}`)!;
    for (const [key, value] of Object.entries(options)) one.setOptionValue(key, value);
    return one;
  };
  const unreachable = new CliError(exitCodes.unreachable, 'x');
  const negative = new CliError(exitCodes.negative, 'x');
  const config = '/etc/my irc/sidecar.toml';
  expect(nextStep(unreachable, given('status', { config }))).toBe(`cburst check --config '${config}'`);
  expect(nextStep(unreachable, given('status', { socket: 'ops.sock' }))).toBe('cburst check');
  expect(nextStep(negative, given('quarantine approve', { config }))).toBe(
    `cburst status --config '${config}'`,
  );
  const tcp = { address: '127.0.0.1:7101', tokenFile: 'token', pin: 'sha256:00' };
  expect(nextStep(negative, given('diff', tcp))).toBe(
    'cburst status --address 127.0.0.1:7101 --token-file token --pin sha256:00',
  );
  const told = (next: string) => new CliError(exitCodes.negative, 'x', { next });
  const socket = given('why', { socket: 'ops.sock', json: 'x' });
  expect(nextStep(told("cburst why '#x', for all of them"), socket)).toBe(
    "cburst why '#x' --socket ops.sock, for all of them",
  );
  expect(nextStep(told('cburst quarantine approve 3'), socket)).toBe(
    'cburst quarantine approve 3 --socket ops.sock',
  );
  expect(nextStep(told('the same again'), socket)).toBe('the same again');
  expect(nextStep(new CliError(exitCodes.usage, 'x'), socket)).toBe('cburst why --help');
});

test('an error of the program itself leads to whoever can mend it', () => {
  expect(nextStep(new TypeError('x is undefined'), approve)).toContain('cburst debug-bundle');
});

test.each([
  [['peesr'], '(Did you mean peers?)\nNext: cburst --help\n'],
  [['quarantine', 'aprove', '3'], "unknown command 'aprove'\nNext: cburst quarantine --help\n"],
  [['channel'], "in a shell: '#name')\nNext: cburst channel --help\n"],
  [['metadata', 'list'], "in a shell: '#name')\nNext: cburst metadata list --help\n"],
  [['diff'], "missing required argument 'peer'\nNext: cburst diff --help\n"],
  [['status', '--jsno'], '(Did you mean --json?)\nNext: cburst status --help\n'],
  [['status', '--socket', '/nowhere/ops.sock'], 'Next: cburst check\n'],
  [['status', '--config', '/nowhere/c.toml'], 'else cburst check --config /nowhere/c.toml\n'],
])('%j ends with the next command as its last line', async (args, end) => {
  const { stderr, exitCode } = await runCburst(args);
  expect(exitCode).not.toBe(0);
  expect(stderr.endsWith(end)).toBe(true);
});
