import type { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';

export interface HexOption {
  readonly hex?: true;
}

/** Adds `--hex` to a command that is given a channel's name. */
export function addHexOption(command: Command): Command {
  return command.option('--hex', 'the name is given as hex digits, because it is not UTF-8');
}

/** The bytes of a channel's name as it was given. */
export function nameBytes(name: string, { hex }: HexOption): Buffer {
  if (!hex) return Buffer.from(name);
  if (/^(?:[0-9a-f]{2})+$/i.test(name)) return Buffer.from(name, 'hex');
  throw new CliError(
    exitCodes.usage,
    `${JSON.stringify(name)} is not pairs of hex digits, for instance 23e9 for #é`,
  );
}
