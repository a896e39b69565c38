import { Argument, type Command, Option } from 'commander';
import type { ChannelSummary__Output } from '../../proto-types/cburst/v1/ChannelSummary.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addFilterOptions, channelFilters, type FilterOptions } from '../channel-filter-options.ts';
import { type ChannelBranch, channelTree, treeMessages, walkTree } from '../channel-tree.ts';
import { addFieldsOption, type FieldsOption, readMaskOf, renderFields } from '../fields-option.ts';
import { jsonDocument } from '../json-output.ts';
import { addLimitOption } from '../limit-option.ts';
import type { ChannelList } from '../ops-client.ts';
import { showBytes } from '../show-field.ts';
import { type Cell, renderTable } from '../table.ts';
import { print, type Terminal, terminal } from '../terminal.ts';

type ChannelsOptions = AskOptions &
  FilterOptions &
  FieldsOption & { readonly limit: number; readonly tree?: true };

export function addChannelsCommand(program: Command): void {
  const command = program.command('channels').description('the channels known here, by name');
  addFieldsOption(addFilterOptions(addLimitOption(addAskOptions(command))))
    .addArgument(new Argument('[glob]', "only names that match, for instance '#dev*'").default('', 'all'))
    .addOption(new Option('--tree', 'each below the channel that it belongs to').conflicts('fields'))
    .action((glob: string, options: ChannelsOptions) =>
      ask(options, async (client) => {
        const filters = { ...channelFilters(options), ...readMaskOf(options) };
        const list = await client.channels(Buffer.from(glob), options.limit, filters);
        if (options.fields !== undefined) await print(renderFields(list, 'channels', options, terminal));
        else await print(options.tree ? showTree(list, options) : showList(list, options));
        if (list.more && !options.json)
          process.stderr.write(`These are the first ${options.limit}: --limit shows more.\n`);
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

function showList(list: ChannelList, { json }: ChannelsOptions): string {
  return json ? jsonDocument(list) : renderChannels(list.channels, terminal);
}

function showTree({ channels, more }: ChannelList, { json }: ChannelsOptions): string {
  const branches = channelTree(channels);
  return json ? jsonDocument({ channels: treeMessages(branches), more }) : renderTree(branches, terminal);
}

interface PlacedChannel {
  readonly channel: ChannelSummary__Output;
  readonly depth: number;
}

function renderRows(channels: readonly PlacedChannel[], terminal: Terminal): string {
  if (channels.length === 0) return 'No channels.\n';
  const columns = [
    { title: 'CHANNEL' },
    { title: 'WHERE' },
    { title: 'MEMBERS', align: 'right' },
    { title: 'HOLDERS', shrinks: true },
    { title: 'MODES', shrinks: true },
    { title: 'ENTRIES', align: 'right' },
    { title: 'TOPIC', shrinks: true },
  ] as const;
  return renderTable(columns, channels.map(channelRow), terminal);
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
