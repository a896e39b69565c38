import { Argument, type Command, Option } from 'commander';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addByOption, type ByOption } from '../by-option.ts';
import { addHexOption, type HexOption, nameBytes } from '../channel-name.ts';
import { jsonDocument } from '../json-output.ts';
import { Progress } from '../progress.ts';
import { print } from '../terminal.ts';

type ResyncOptions = AskOptions & ByOption & HexOption & { readonly peer: string };

export function addResyncCommand(program: Command): void {
  const command = program
    .command('resync')
    .description('asks linked peers for what they hold once more: one channel, or everything')
    .addArgument(new Argument('[name]', "the channel's name").default('', 'everything'))
    .addOption(new Option('--peer <server>', 'only this peer').default('', 'every linked one'));
  addHexOption(addAskOptions(addByOption(command))).action((name: string, options: ResyncOptions) =>
    ask(options, async (client) => {
      const progress = new Progress(options);
      const answer = await progress.during('asking the peers…', () =>
        client.resync(nameBytes(name, options), options.peer, options.by),
      );
      await print(options.json ? jsonDocument(answer) : renderAsked(answer.asked));
    }),
  );
}

export function renderAsked(asked: readonly string[]): string {
  if (asked.length === 0) return 'No peer is linked: nobody was asked. "cburst peers" says why.\n';
  return `Asked: ${asked.join(', ')}. What differs comes in a moment: "cburst watch" shows it.\n`;
}
