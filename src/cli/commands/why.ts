import { Argument, type Command } from 'commander';
import { shellWord } from '../../core/shell-word.ts';
import type { GetChannelResponse__Output } from '../../proto-types/cburst/v1/GetChannelResponse.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addHexOption, type HexOption, nameBytes } from '../channel-name.ts';
import { renderChannel } from '../channel-report.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import { addPlainOption, type PlainOption, terminalFor } from '../plain-option.ts';
import { showField } from '../show-field.ts';
import { print } from '../terminal.ts';

type WhyOptions = AskOptions & PlainOption & HexOption;

export function addWhyCommand(program: Command): void {
  const command = program
    .command('why')
    .description('why a channel, or one field of it, is as it is')
    .argument('<name>', "the channel's name")
    .addArgument(
      new Argument(
        '[field]',
        "only this field, for instance 'topic', 'secret', 'ban', 'ban bad!*@*'",
      ).default('', 'all'),
    );
  addPlainOption(addHexOption(addAskOptions(command))).action(
    (name: string, field: string, options: WhyOptions) =>
      ask(options, async (client) => {
        const whole = await client.channel(nameBytes(name, options));
        const answer = field === '' ? whole : onlyField(whole, field, whyCommand(name, options));
        const shown = () => renderChannel(answer, terminalFor(options));
        await print(options.json ? jsonDocument(answer) : shown());
      }),
  );
}

/** What is said of the field: of a list's name, of all its entries. `whole`: the command for all fields. */
export function onlyField(
  answer: GetChannelResponse__Output,
  field: string,
  whole: string,
): GetChannelResponse__Output {
  const isMeant = (shown: Parameters<typeof showField>[0] | null) => {
    const name = shown === null ? '' : showField(shown).name;
    return name === field || (shown?.field === 'entry' && shown.entry!.list === field);
  };
  const documents = answer.documents.map((document) => ({
    ...document,
    fields: document.fields.filter((reason) => isMeant(reason.field)),
  }));
  const host_deviations = answer.host_deviations.filter(({ wanted }) => isMeant(wanted));
  if (host_deviations.length > 0 || documents.some(({ fields }) => fields.length > 0))
    return { ...answer, documents, host_deviations };
  const known = new Set(answer.documents.flatMap(({ fields }) => fields.map(nameOf)));
  const names = [...known].sort().join(', ') || 'none: nothing was ever set';
  throw new CliError(exitCodes.negative, `nobody ever wrote ${JSON.stringify(field)}; its fields: ${names}`, {
    next: `${whole}, for all of them`,
  });
}

function whyCommand(name: string, { hex }: HexOption): string {
  return `cburst why ${shellWord(name)}${hex ? ' --hex' : ''}`;
}

function nameOf({ field }: GetChannelResponse__Output['documents'][number]['fields'][number]): string {
  if (field === null) return '?';
  return field.field === 'entry' ? field.entry!.list : showField(field).name;
}
