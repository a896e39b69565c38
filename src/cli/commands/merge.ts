import { Argument, type Command } from 'commander';
import { ask } from '../ask.ts';
import { addHexOption, type HexOption, nameBytes } from '../channel-name.ts';
import { addDecideOptions, type DecideOptions, howToDecide, printDecided } from '../decide-options.ts';

export function addMergeCommand(program: Command): void {
  const command = program
    .command('merge')
    .description('moves every server to one id of a name, with what the others have')
    .argument('<name>', "the channel's name")
    .addArgument(
      new Argument('[id]', 'the id to which all move, as "cburst conflicts" lists it').default(
        '',
        'the one with the best claim',
      ),
    );
  addDecideOptions(addHexOption(command)).action(
    (name: string, id: string, options: DecideOptions & HexOption) =>
      ask(options, async (client) => {
        const answer = await client.merge(nameBytes(name, options), id, howToDecide(options));
        await printDecided(answer, options, 'Merged');
      }),
  );
}
