import { Argument, type Command } from 'commander';
import { logLevels } from '../../log/log-level.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addByOption, type ByOption } from '../by-option.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

type LogLevelOptions = AskOptions & ByOption;

export function addLogLevelCommand(program: Command): void {
  const command = program
    .command('log-level')
    .description("the level of the sidecar's log, or another until the configuration is read again")
    .addArgument(new Argument('[level]', 'default: only say what it is').choices(logLevels));
  addAskOptions(addByOption(command)).action((level: string | undefined, options: LogLevelOptions) =>
    ask(options, async (client) => {
      const answer =
        level === undefined
          ? await client.logLevel()
          : { level, ...(await client.setLogLevel(level, options.by)) };
      await print(options.json ? jsonDocument(answer) : renderLogLevel(answer));
    }),
  );
}

interface LogLevelAnswer {
  readonly level: string;
  readonly configured: string;
  /** Only when it was set. */
  readonly previous?: string;
}

export function renderLogLevel({ level, configured, previous }: LogLevelAnswer): string {
  const before = previous === undefined ? '' : ` instead of ${previous}`;
  const back =
    level === configured ? '' : `: the configuration says ${configured}, which "cburst reload" puts back`;
  return `The level is ${level}${before}${back}.\n`;
}
