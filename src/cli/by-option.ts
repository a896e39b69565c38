import { type Command, Option } from 'commander';

export interface ByOption {
  readonly by: string;
}

/** Adds `--by` to a command that decides something. */
export function addByOption(command: Command): Command {
  const about = 'who decides, for the journal and the events; nothing proves it';
  return command.addOption(new Option('--by <name>', about).default('', 'nobody is named'));
}
