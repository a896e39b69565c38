import { type Command, Option } from 'commander';
import { type Terminal, terminal } from './terminal.ts';

export interface PlainOption {
  readonly plain?: true;
}

/** Adds `--plain` to a command that lists something. */
export function addPlainOption(command: Command): Command {
  const about = 'a record a line, its columns with tabs between them, named by the first line';
  return command.addOption(new Option('--plain', about).conflicts('json'));
}

/** What the answer is shown on: nothing is cut or coloured where it is asked for plain. */
export function terminalFor({ plain }: PlainOption): Terminal {
  return plain ? { width: null, plain: true, paint: (_style, text) => text } : terminal;
}
