import type { Command } from 'commander';
import { ask } from '../ask.ts';
import { addHexOption, type HexOption, nameBytes } from '../channel-name.ts';
import { addDecideOptions, type DecideOptions, howToDecide, printDecided } from '../decide-options.ts';

export function addSplitCommand(program: Command): void {
  const command = program
    .command('split')
    .description('gives servers a new id of a name, with what is shown here as its state')
    .argument('<name>', "the channel's name")
    .argument('<server...>', 'the servers that get the new id');
  addDecideOptions(addHexOption(command)).action(
    (name: string, servers: string[], options: DecideOptions & HexOption) =>
      ask(options, async (client) => {
        const answer = await client.split(nameBytes(name, options), servers, howToDecide(options));
        await printDecided(answer, options, 'Split');
      }),
  );
}
