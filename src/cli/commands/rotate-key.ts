import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { RotateJoinKeyResponse__Output } from '../../proto-types/cburst/v1/RotateJoinKeyResponse.ts';
import { type AskOptions, ask } from '../ask.ts';
import type { ByOption } from '../by-option.ts';
import { addHexOption, type HexOption, nameBytes } from '../channel-name.ts';
import { CliError } from '../cli-error.ts';
import { addDecideOptions, howToDecide } from '../decide-options.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import { showBytes } from '../show-field.ts';
import { print } from '../terminal.ts';

type RotateOptions = AskOptions &
  ByOption &
  HexOption & { readonly keyFile?: string; readonly showKey?: true; readonly dryRun?: true };

export function addRotateKeyCommand(program: Command): void {
  const command = program
    .command('rotate-key')
    .description('gives a channel that has a join key (+k) another one, on every server')
    .argument('<name>', "the channel's name")
    .option('--key-file <file>', 'the first line of this file is the key (default: one is made)')
    .option('--show-key', 'print the key');
  addDecideOptions(addHexOption(command)).action((name: string, options: RotateOptions) =>
    ask(options, async (client) => {
      const key = options.keyFile === undefined ? Buffer.alloc(0) : readKey(options.keyFile);
      const rotation = { join_key: key, show_join_key: options.showKey ?? false };
      const answer = await client.rotateJoinKey(nameBytes(name, options), rotation, howToDecide(options));
      await print(options.json ? jsonDocument(answer) : renderRotated(answer));
    }),
  );
}

function readKey(file: string): Buffer {
  let text: Buffer;
  try {
    text = readFileSync(file);
  } catch (error) {
    throw new CliError(exitCodes.usage, `--key-file cannot be read: ${(error as Error).message}`);
  }
  const key = Buffer.from(text.toString('latin1').split(/\r?\n/, 1)[0]!, 'latin1');
  if (key.length === 0)
    throw new CliError(exitCodes.usage, `--key-file ${file} has no key in its first line`);
  return key;
}

function renderRotated({ decision, join_key, holders, unreachable }: RotateJoinKeyResponse__Output): string {
  const later =
    unreachable.length === 0 ? '' : ` Out of reach, and told with the next link: ${unreachable.join(', ')}.`;
  if (decision === 0) return `Would get another key: ${holders.join(', ')}.${later}\n`;
  const key = join_key.length === 0 ? '' : `${showBytes(join_key)}\n`;
  return `${key}Another key is on its way to ${holders.join(', ')} (decision ${decision} of the journal).${later}\n`;
}
