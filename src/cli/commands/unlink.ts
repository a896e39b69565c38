import type { Command } from 'commander';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addByOption, type ByOption } from '../by-option.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

export function addUnlinkCommand(program: Command): void {
  const command = program
    .command('unlink')
    .description('ends the link to a peer, and keeps it down until "cburst link", over restarts as well')
    .argument('<peer>', "the peer's server name")
    .addHelpText('after', CAUTION);
  addAskOptions(addByOption(command)).action((peer: string, options: AskOptions & ByOption) =>
    ask(options, async (client) => {
      const answer = await client.unlinkPeer(peer, options.by);
      await print(options.json ? jsonDocument({ peer, ...answer }) : renderUnlinked(peer, answer.was_linked));
    }),
  );
}

export function renderUnlinked(peer: string, wasLinked: boolean): string {
  const ends = wasLinked ? 'Its link ends, and' : 'It was not linked, and';
  return `${ends} none to ${peer} is made or taken until "cburst link ${peer}".\n`;
}

const CAUTION = `
For users it is a netsplit: channels that only servers beyond the link hold go, the others stay as they are. It counts as any
other silence: after forget_after the peer is expelled.`;
