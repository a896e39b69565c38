import type { Command } from 'commander';

export interface ByOption {
  readonly by: string;
}

/** Adds `--by` to a command that decides something. */
export function addByOption(command: Command): Command {
  return command.option('--by <name>', 'who decides, for the journal and the events; nothing proves it', '');
}
