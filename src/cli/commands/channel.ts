import type { Command } from 'commander';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addHexOption, type HexOption, nameBytes } from '../channel-name.ts';
import { renderChannel } from '../channel-report.ts';
import { isForbidden } from '../is-forbidden.ts';
import { jsonDocument } from '../json-output.ts';
import { addMembersOption } from '../limit-option.ts';
import { renderMembers } from '../member-report.ts';
import type { MemberList, OpsClient } from '../ops-client.ts';
import { print, terminal } from '../terminal.ts';

type ChannelOptions = AskOptions & HexOption & { readonly members: number; readonly revealKey?: true };

export function addChannelCommand(program: Command): void {
  const command = program
    .command('channel')
    .description('one channel, why each of its fields is as it is, and who is in it');
  addMembersOption(addHexOption(addAskOptions(command)))
    .argument('<name>', "the channel's name, for instance '#general'")
    .option('--reveal-key', 'with its join key (role ops-admin); that you asked is told to whoever watches')
    .action((name: string, options: ChannelOptions) =>
      ask(options, async (client) => {
        const bytes = nameBytes(name, options);
        const answer = await client.channel(bytes, options.revealKey);
        const list = await membersOf(client, bytes, options.members);
        if (list === null && !options.json)
          process.stderr.write('Who is in it is not told to this caller.\n');
        const { members, more } = list ?? { members: [], more: false };
        const report = renderChannel(answer, terminal) + renderMembers(members, terminal);
        await print(
          options.json ? jsonDocument({ ...answer, members: list && members, more_members: more }) : report,
        );
        if (more && !options.json)
          process.stderr.write(`These are the first ${options.members} members: --members shows more.\n`);
      }),
    );
}

/** Null: the caller may not know. */
async function membersOf(client: OpsClient, name: Uint8Array, limit: number): Promise<MemberList | null> {
  try {
    return await client.members(name, limit);
  } catch (error) {
    if (isForbidden(error)) return null;
    throw error;
  }
}
