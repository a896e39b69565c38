import type { Command } from 'commander';
import type { UnlinkPeerResponse__Output } from '../../proto-types/cburst/v1/UnlinkPeerResponse.ts';
import { ask } from '../ask.ts';
import { addDecideOptions, type DecideOptions, howToDecide } from '../decide-options.ts';
import { decisionNote } from '../decision-note.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

export function addUnlinkCommand(program: Command): void {
  const command = program
    .command('unlink')
    .description('ends the link to a peer, and keeps it down until "cburst link", over restarts as well')
    .argument('<peer>', "the peer's server name")
    .addHelpText('after', CAUTION);
  addDecideOptions(command).action((peer: string, options: DecideOptions) =>
    ask(options, async (client) => {
      const answer = await client.unlinkPeer(peer, howToDecide(options));
      const render = options.dryRun ? renderUnlinking : renderUnlinked;
      await print(options.json ? jsonDocument({ peer, ...answer }) : render(peer, answer));
    }),
  );
}

function renderUnlinked(
  peer: string,
  { was_linked, decision }: Pick<UnlinkPeerResponse__Output, 'was_linked' | 'decision'>,
): string {
  const ends = was_linked ? 'Its link ends, and' : 'It was not linked, and';
  return `${ends} none to ${peer} is made or taken until "cburst link ${peer}".\n${decisionNote(decision)}`;
}

/** What unlinking would do. */
function renderUnlinking(
  peer: string,
  { was_linked }: Pick<UnlinkPeerResponse__Output, 'was_linked'>,
): string {
  const ends = was_linked ? 'Its link would end, and' : 'It is not linked, and';
  return `${ends} none to ${peer} be made or taken until "cburst link ${peer}".\n`;
}

const CAUTION = `
For users it is a netsplit: channels that only servers beyond the link hold go, the others stay as they are. It counts as any
other silence: after forget_after the peer is expelled.`;
