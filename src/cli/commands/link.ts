import type { Command } from 'commander';
import type { LinkPeerResponse__Output } from '../../proto-types/cburst/v1/LinkPeerResponse.ts';
import { ask } from '../ask.ts';
import { addDecideOptions, type DecideOptions, howToDecide } from '../decide-options.ts';
import { decisionNote } from '../decision-note.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

export function addLinkCommand(program: Command): void {
  const command = program
    .command('link')
    .description('dials a peer at once, and takes "cburst unlink" back')
    .argument('<peer>', "the peer's server name");
  addDecideOptions(command).action((peer: string, options: DecideOptions) =>
    ask(options, async (client) => {
      const answer = await client.linkPeer(peer, howToDecide(options));
      const render = options.dryRun ? renderLinking : renderLinked;
      await print(options.json ? jsonDocument({ peer, ...answer }) : render(peer, answer));
    }),
  );
}

function renderLinked(peer: string, { was_barred, dialled, decision }: LinkPeerResponse__Output): string {
  const may = was_barred ? `${peer} may link again. ` : '';
  const how = dialled ? 'It is being dialled' : 'It has no address here, so it is for it to dial';
  return `${may}${how}: "cburst peers" shows what comes of that.\n${decisionNote(decision)}`;
}

/** What linking would do. */
function renderLinking(peer: string, { was_barred, dialled }: LinkPeerResponse__Output): string {
  const how = dialled ? 'be dialled' : 'have to dial this side: it has no address here';
  return `${peer} would ${was_barred ? 'be barred no more, and ' : ''}${how}.\n`;
}
