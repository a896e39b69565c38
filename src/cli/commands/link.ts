import type { Command } from 'commander';
import type { LinkPeerResponse__Output } from '../../proto-types/cburst/v1/LinkPeerResponse.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addByOption, type ByOption } from '../by-option.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

export function addLinkCommand(program: Command): void {
  const command = program
    .command('link')
    .description('dials a peer at once, and takes "cburst unlink" back')
    .argument('<peer>', "the peer's server name");
  addAskOptions(addByOption(command)).action((peer: string, options: AskOptions & ByOption) =>
    ask(options, async (client) => {
      const answer = await client.linkPeer(peer, options.by);
      await print(options.json ? jsonDocument({ peer, ...answer }) : renderLinked(peer, answer));
    }),
  );
}

export function renderLinked(peer: string, { was_barred, dialled }: LinkPeerResponse__Output): string {
  const may = was_barred ? `${peer} may link again. ` : '';
  const how = dialled ? 'It is being dialled' : 'It has no address here, so it is for it to dial';
  return `${may}${how}: "cburst peers" shows what comes of that.\n`;
}
