import { type Command, InvalidArgumentError } from 'commander';
import type { ChannelSummary__Output } from '../../proto-types/cburst/v1/ChannelSummary.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonDocument } from '../json-output.ts';
import { showBytes } from '../show-field.ts';
import { type Cell, renderTable } from '../table.ts';
import { print, type Terminal, terminal } from '../terminal.ts';

const LIMIT_DEFAULT = 1000;
/** All of them are kept in memory to align the columns. */
const LIMIT_MAX = 1_000_000;

type ChannelsOptions = AskOptions & { readonly limit: number };

export function addChannelsCommand(program: Command): void {
  addAskOptions(program.command('channels').description('the channels known here, by name'))
    .argument('[glob]', "only names that match, for instance '#dev*'", '')
    .option('--limit <n>', 'at most so many', parseLimit, LIMIT_DEFAULT)
    .action((glob: string, options: ChannelsOptions) =>
      ask(options, async (client) => {
        const list = await client.channels(Buffer.from(glob), options.limit);
        await print(options.json ? jsonDocument(list) : renderChannels(list.channels, terminal));
        if (list.more && !options.json)
          process.stderr.write(`These are the first ${options.limit}: --limit shows more.\n`);
      }),
    );
}

export function renderChannels(channels: readonly ChannelSummary__Output[], terminal: Terminal): string {
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

function channelRow(channel: ChannelSummary__Output): Cell[] {
  const shadowed = channel.shadowed > 0 ? ` (+${channel.shadowed} shadowed)` : '';
  return [
    showBytes(channel.name),
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

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${LIMIT_MAX}.`);
}
