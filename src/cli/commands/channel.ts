import type { Command } from 'commander';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addHexOption, type HexOption, nameBytes } from '../channel-name.ts';
import { renderChannel } from '../channel-report.ts';
import { jsonDocument } from '../json-output.ts';
import { addMembersOption } from '../limit-option.ts';
import { renderMembers } from '../member-report.ts';
import { print, terminal } from '../terminal.ts';

type ChannelOptions = AskOptions & HexOption & { readonly members: number };

export function addChannelCommand(program: Command): void {
  const command = program
    .command('channel')
    .description('one channel, why each of its fields is as it is, and who is in it');
  addMembersOption(addHexOption(addAskOptions(command)))
    .argument('<name>', "the channel's name, for instance '#general'")
    .action((name: string, options: ChannelOptions) =>
      ask(options, async (client) => {
        const bytes = nameBytes(name, options);
        const answer = await client.channel(bytes);
        const { members, more } = await client.members(bytes, options.members);
        const report = renderChannel(answer, terminal) + renderMembers(members, terminal);
        await print(options.json ? jsonDocument({ ...answer, members, more_members: more }) : report);
        if (more && !options.json)
          process.stderr.write(`These are the first ${options.members} members: --members shows more.\n`);
      }),
    );
}
