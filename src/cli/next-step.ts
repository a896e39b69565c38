import type { Command } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { shellWord } from '../core/shell-word.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';
import { commandPath } from './walk-commands.ts';

/** What to do after `error` ended `command` (null: none was found): a command, and what is to be said to it. Never empty. */
export function nextStep(error: unknown, command: Command | null): string {
  if (error instanceof ConfigError) return afterConfigError(error, command);
  if (!(error instanceof CliError))
    return 'cburst debug-bundle, for whoever is told of this mistake in cburst';
  return error.next ?? afterExit(error.exitCode, command);
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
      return checkOf(command?.getOptionValue('config') as string | undefined);
  }
}

/** Of the configuration that was named before: without it there may be none where the next command is called. */
function checkOf(file: string | undefined): string {
  return file === undefined ? 'cburst check' : `cburst check --config ${shellWord(file)}`;
}
