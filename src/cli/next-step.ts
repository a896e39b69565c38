import type { Command } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { shellWord } from '../core/shell-word.ts';
import { CliError } from './cli-error.ts';
import { endpointOptions } from './endpoint.ts';
import { exitCodes } from './exit-code.ts';
import { commandPath } from './walk-commands.ts';

/** What to do after `error` ended `command` (null: none was found): a command, and what is to be said to it. Never empty. */
export function nextStep(error: unknown, command: Command | null): string {
  if (error instanceof ConfigError) return afterConfigError(error, command);
  if (!(error instanceof CliError))
    return 'cburst debug-bundle, for whoever is told of this mistake in cburst';
  return withEndpoint(error.next ?? afterExit(error.exitCode, command), command);
}

function afterConfigError({ file, mistakes }: ConfigError, command: Command | null): string {
  if (command?.name() === 'adapter') return 'cburst adapter --help';
  // No line: it is not there, or cannot be read at all.
  const isUnread = mistakes.every(({ line }) => line === null);
  const check = checkOf(file);
  if (isUnread) return `cburst keygen --help, for a first sidecar; else ${check}`;
  const asks = command?.options.some(({ long }) => long === '--socket') ?? false;
  return asks ? `${check}, or the same with --socket and its ops_socket, which reads no file` : check;
}

function afterExit(exitCode: number, command: Command | null): string {
  switch (exitCode) {
    case exitCodes.usage:
      return `${command === null ? 'cburst' : commandPath(command)} --help`;
    case exitCodes.negative:
      return 'cburst status';
    default:
      return 'cburst check';
  }
}

function checkOf(file: string): string {
  return `cburst check --config ${shellWord(file)}`;
}

/** `next`, asked of the sidecar that `command` was told to ask: without that it may find none, or another. */
function withEndpoint(next: string, command: Command | null): string {
  const [line, ...rest] = next.split(/(?=,)/) as [string, ...string[]];
  const options = command === null ? [] : (findCommand(command, line)?.options ?? []);
  const given = options.filter((option) => endpointOptions.has(option.attributeName()));
  const words = given.flatMap((option) => {
    const value: unknown = command?.getOptionValue(option.attributeName());
    return typeof value === 'string' ? [option.long!, shellWord(value)] : [];
  });
  return line.endsWith('--help') ? next : [[line, ...words].join(' '), ...rest].join('');
}

/** The command that `line` calls, of the program that `command` belongs to; undefined: none. */
function findCommand(command: Command, line: string): Command | undefined {
  const words = line.startsWith('cburst ') ? line.split(' ').slice(1) : [];
  let found = command;
  while (found.parent !== null) found = found.parent;
  for (const word of words) found = found.commands.find((each) => each.name() === word) ?? found;
  return found.parent === null ? undefined : found;
}
