import { Argument, type Command, Option } from 'commander';
import type { ChannelSummary__Output } from '../../proto-types/cburst/v1/ChannelSummary.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addFilterOptions, channelFilters, type FilterOptions } from '../channel-filter-options.ts';
import { type ChannelBranch, channelTree, treeMessages, walkTree } from '../channel-tree.ts';
import {
  addFieldsOption,
  type FieldsOption,
  onlyFields,
  readMaskOf,
  renderOnlyFields,
} from '../fields-option.ts';
import { addLimitOption } from '../limit-option.ts';
import type { ChannelList } from '../ops-client.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { printList } from '../print-list.ts';
import { showBytes } from '../show-field.ts';
import { type Cell, renderTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

type ChannelsOptions = AskOptions &
  PlainOption &
  FilterOptions &
  FieldsOption & { readonly limit: number; readonly tree?: true };

export function addChannelsCommand(program: Command): void {
  const command = program.command('channels').description('the channels known here, by name');
  addFieldsOption(addFilterOptions(addPlainOption(addLimitOption(addAskOptions(command)))))
    .addArgument(new Argument('[glob]', "only names that match, for instance '#dev*'").default('', 'all'))
    .addOption(
      new Option('--tree', 'each below the channel that it belongs to').conflicts(['fields', 'plain']),
    )
    .action((glob: string, options: ChannelsOptions) =>
      ask(options, async (client) => {
        const filters = { ...channelFilters(options), ...readMaskOf(options) };
        const list = await client.channels(Buffer.from(glob), options.limit, filters);
        const answer = options.json ? forPrograms(list, options) : list;
        await printList(answer, options, (terminal) => forPeople(list, options, terminal));
      }),
    );
}

export function renderChannels(channels: readonly ChannelSummary__Output[], terminal: Terminal): string {
  return renderRows(
    channels.map((channel) => ({ channel, depth: 0 })),
    terminal,
  );
}

export function renderTree(branches: readonly ChannelBranch[], terminal: Terminal): string {
  return renderRows([...walkTree(branches)], terminal);
}

function forPrograms({ channels, more }: ChannelList, { tree, fields }: ChannelsOptions) {
  if (fields !== undefined) return { channels: onlyFields(channels, fields), more };
  return { channels: tree ? treeMessages(channelTree(channels)) : channels, more };
}

function forPeople({ channels }: ChannelList, { tree, fields }: ChannelsOptions, terminal: Terminal): string {
  if (fields !== undefined) return renderOnlyFields(channels, fields, terminal);
  return tree ? renderTree(channelTree(channels), terminal) : renderChannels(channels, terminal);
}

interface PlacedChannel {
  readonly channel: ChannelSummary__Output;
  readonly depth: number;
}

function renderRows(channels: readonly PlacedChannel[], terminal: Terminal): string {
  const columns = [
    { title: 'CHANNEL' },
    { title: 'WHERE' },
    { title: 'MEMBERS', align: 'right' },
    { title: 'HOLDERS', shrinks: true },
    { title: 'MODES', shrinks: true },
    { title: 'ENTRIES', align: 'right' },
    { title: 'TOPIC', shrinks: true },
  ] as const;
  return renderTable(columns, channels.map(channelRow), terminal, 'No channels.\n');
}

function channelRow({ channel, depth }: PlacedChannel): Cell[] {
  const shadowed = channel.shadowed > 0 ? ` (+${channel.shadowed} shadowed)` : '';
  return [
    '  '.repeat(depth) + showBytes(channel.name),
    { text: (channel.local ? 'local' : 'remote') + shadowed, style: shadowed === '' ? 'dim' : 'yellow' },
    channel.members,
    channel.holders.join(' ') || '-',
    modes(channel) || '-',
    channel.entries,
    channel.topic === undefined ? '-' : showBytes(channel.topic),
  ];
}

function modes({ flags, has_key: hasKey, limit }: ChannelSummary__Output): string {
  return [...flags, ...(hasKey ? ['key'] : []), ...(limit > 0 ? [`limit=${limit}`] : [])].join(' ');
}
