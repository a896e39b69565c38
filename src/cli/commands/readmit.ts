import type { Command } from 'commander';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addByOption, type ByOption } from '../by-option.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

export function addReadmitCommand(program: Command): void {
  const command = program
    .command('readmit')
    .description('lets a peer link again that was silent for longer than forget_after')
    .argument('<peer>', "the peer's server name")
    .addHelpText('after', CAUTION);
  addAskOptions(addByOption(command)).action((peer: string, options: AskOptions & ByOption) =>
    ask(options, async (client) => {
      await client.readmit(peer, options.by);
      await print(options.json ? jsonDocument({ peer }) : `${peer} may link again.\n`);
    }),
  );
}

const CAUTION = `
What was removed long ago may have been forgotten here. If the peer still has it (a ban, say), it comes back
with the peer. A peer that starts with an empty store brings nothing back.
`;
