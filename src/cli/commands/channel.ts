import type { Command } from 'commander';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { renderChannel } from '../channel-report.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import { print, terminal } from '../terminal.ts';

type ChannelOptions = AskOptions & { readonly hex?: true };

export function addChannelCommand(program: Command): void {
  addAskOptions(program.command('channel').description('one channel, and why each of its fields is as it is'))
    .argument('<name>', "the channel's name, for instance '#general'")
    .option('--hex', 'the name is given as hex digits, because it is not UTF-8')
    .action((name: string, options: ChannelOptions) =>
      ask(options, async (client) => {
        const answer = await client.channel(options.hex ? hexBytes(name) : Buffer.from(name));
        await print(options.json ? jsonDocument(answer) : renderChannel(answer, terminal));
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
