import type { Command } from 'commander';
import { ask } from '../ask.ts';
import { addDecideOptions, type DecideOptions, howToDecide, printDecided } from '../decide-options.ts';

export function addUnpinCommand(program: Command): void {
  const command = program
    .command('unpin')
    .description('takes back what merge or split said about who has an id: the policy counts again')
    .argument('<id>', 'the id, as "cburst conflicts" and "cburst journal" list it');
  addDecideOptions(command).action((id: string, options: DecideOptions) =>
    ask(options, async (client) => {
      await printDecided(await client.unpin(id, howToDecide(options)), options, 'Taken back');
    }),
  );
}
