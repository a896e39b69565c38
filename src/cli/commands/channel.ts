import type { Command } from 'commander';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { renderChannel } from '../channel-report.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import { addMembersOption } from '../limit-option.ts';
import { renderMembers } from '../member-report.ts';
import { print, terminal } from '../terminal.ts';

type ChannelOptions = AskOptions & { readonly hex?: true; readonly members: number };

export function addChannelCommand(program: Command): void {
  const command = program
    .command('channel')
    .description('one channel, why each of its fields is as it is, and who is in it');
  addMembersOption(addAskOptions(command))
    .argument('<name>', "the channel's name, for instance '#general'")
    .option('--hex', 'the name is given as hex digits, because it is not UTF-8')
    .action((name: string, options: ChannelOptions) =>
      ask(options, async (client) => {
        const bytes = options.hex ? hexBytes(name) : Buffer.from(name);
        const answer = await client.channel(bytes);
        const { members, more } = await client.members(bytes, options.members);
        const report = renderChannel(answer, terminal) + renderMembers(members, terminal);
        await print(options.json ? jsonDocument({ ...answer, members, more_members: more }) : report);
        if (more && !options.json)
          process.stderr.write(`These are the first ${options.members} members: --members shows more.\n`);
      }),
    );
}

function hexBytes(text: string): Buffer {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  throw new CliError(
    exitCodes.usage,
    `${JSON.stringify(text)} is not pairs of hex digits, for instance 23e9 for #é`,
  );
}
