import type { Command } from 'commander';
import type { MetadataEntry__Output } from '../../proto-types/cburst/v1/MetadataEntry.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addDecideOptions, type DecideOptions, howToDecide, printDone } from '../decide-options.ts';
import { jsonDocument } from '../json-output.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { printList } from '../print-list.ts';
import { showBytes } from '../show-field.ts';
import { showTime } from '../show-time.ts';
import { renderTable } from '../table.ts';
import { print, type Terminal } from '../terminal.ts';

const CHANNEL = ['<channel>', "the channel's name, for instance '#general'"] as const;
const KEY = ['<key>', 'the name of the entry'] as const;

export function addMetadataCommand(program: Command): void {
  const group = program
    .command('metadata')
    .description('what is noted about a channel, on every server: list, get, set, delete')
    .addHelpText('after', WELL_KNOWN);
  addListCommand(group);
  addGetCommand(group);
  addSetCommand(group);
  addDeleteCommand(group);
}

export function renderMetadata(entries: readonly MetadataEntry__Output[], terminal: Terminal): string {
  const columns = [
    { title: 'KEY' },
    { title: 'VALUE', shrinks: true },
    { title: 'WRITER' },
    { title: 'STAMPED' },
  ] as const;
  const rows = entries.map(({ name, value, writer, stamped_at: stampedAt }) => [
    name,
    showBytes(value),
    writer,
    showTime(stampedAt),
  ]);
  return renderTable(columns, rows, terminal, 'Nothing is noted.\n');
}

function addListCommand(group: Command): void {
  const command = group
    .command('list')
    .description('all entries of a channel')
    .argument(...CHANNEL);
  addPlainOption(addAskOptions(command)).action((channel: string, options: AskOptions & PlainOption) =>
    ask(options, async (client) => {
      const { entries } = await client.listMetadata(Buffer.from(channel));
      await printList({ entries }, options, (terminal) => renderMetadata(entries, terminal));
    }),
  );
}

function addGetCommand(group: Command): void {
  const command = group
    .command('get')
    .description('the value of one entry')
    .argument(...CHANNEL)
    .argument(...KEY);
  addAskOptions(command).action((channel: string, key: string, options: AskOptions) =>
    ask(options, async (client) => {
      const entry = await client.getMetadata(Buffer.from(channel), key);
      await print(options.json ? jsonDocument(entry) : `${showBytes(entry.value)}\n`);
    }),
  );
}

function addSetCommand(group: Command): void {
  const command = group
    .command('set')
    .description('sets an entry')
    .argument(...CHANNEL)
    .argument(...KEY)
    .argument('<value>', 'its value, at most 1024 bytes');
  addDecideOptions(command).action((channel: string, key: string, value: string, options: DecideOptions) =>
    ask(options, async (client) => {
      const entry = { name: key, value: Buffer.from(value) };
      const answer = await client.setMetadata(Buffer.from(channel), entry, howToDecide(options));
      await printDone(answer, options, `Set: decision ${answer.decision} of the journal.\n`);
    }),
  );
}

function addDeleteCommand(group: Command): void {
  const command = group
    .command('delete')
    .description('takes an entry away')
    .argument(...CHANNEL)
    .argument(...KEY);
  addDecideOptions(command).action((channel: string, key: string, options: DecideOptions) =>
    ask(options, async (client) => {
      const answer = await client.deleteMetadata(Buffer.from(channel), key, howToDecide(options));
      await printDone(answer, options, `Taken away: decision ${answer.decision} of the journal.\n`);
    }),
  );
}

const WELL_KNOWN = `
Any key of a-z, 0-9, ., _ and - can be set. Two have a meaning:
  parent    the channel that this one belongs to: "cburst channels --tree" shows it below that
  inherit   "bans": the bans of the parent count here too`;
