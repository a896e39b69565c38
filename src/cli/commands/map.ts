import type { Command } from 'commander';
import type { GetStatusResponse__Output } from '../../proto-types/cburst/v1/GetStatusResponse.ts';
import type { Peer__Output } from '../../proto-types/cburst/v1/Peer.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonDocument } from '../json-output.ts';
import { addPlainOption, type PlainOption, terminalFor } from '../plain-option.ts';
import { showAge } from '../show-time.ts';
import { type Cell, clean, renderTable } from '../table.ts';
import { print, type Terminal } from '../terminal.ts';
import { shownState } from './peers.ts';

/** What a server holds. */
interface Held {
  readonly channels: number;
  readonly members: number;
}

export interface NetworkMap {
  readonly status: Pick<GetStatusResponse__Output, 'server'>;
  readonly peers: readonly Peer__Output[];
  readonly held: ReadonlyMap<string, Held>;
  /** Unix ms. */
  readonly now: number;
}

export function addMapCommand(program: Command): void {
  const command = program
    .command('map')
    .description('the network as this server sees it: links, who misses one, what each holds');
  addPlainOption(addAskOptions(command)).action((options: AskOptions & PlainOption) =>
    ask(options, async (client) => {
      const [status, { peers }, { figures }] = await Promise.all([
        client.status(),
        client.peers(),
        client.stats('server_*'),
      ]);
      const counted = (name: string, server: string) =>
        figures.find((figure) => figure.name === name && figure.labels.server === server)?.value ?? 0;
      const servers = [status.server, ...peers.map(({ server }) => server)];
      const held = new Map(
        servers.map((server) => [
          server,
          { channels: counted('server_channels', server), members: counted('server_members', server) },
        ]),
      );
      const map = { status, peers, held, now: Date.now() };
      await print(options.json ? jsonDocument(mapDocument(map)) : renderMap(map, terminalFor(options)));
    }),
  );
}

export function renderMap(map: NetworkMap, terminal: Terminal): string {
  const { status, peers, held, now } = map;
  if (terminal.plain) return renderTable(PLAIN_COLUMNS, plainRows(map), terminal);
  const own = `${terminal.paint('bold', clean(status.server))}  ${holds(held.get(status.server))}`;
  const rows = peers.flatMap((peer, nth) => {
    const isLast = nth === peers.length - 1;
    const head = `${isLast ? '└─' : '├─'} ${clean(peer.server)}  ${link(peer, now, terminal)}  ${holds(held.get(peer.server))}`;
    const rest = isLast ? '  ' : '│ ';
    return [head, ...meshLines(map, peer, terminal).map((line) => `${rest}   ${line}`)];
  });
  return `${[own, ...rows].join('\n')}\n`;
}

const PLAIN_COLUMNS = [
  ...['SERVER', 'STATE', 'LATENCY US', 'LINKED WITH', 'MISSING LINKS', 'CHANNELS', 'MEMBERS'],
].map((title) => ({ title }));

/** This server first. Names in a cell have spaces between them. */
function plainRows({ status, peers, held }: NetworkMap): Cell[][] {
  const counts = (server: string) => [held.get(server)?.channels ?? 0, held.get(server)?.members ?? 0];
  const linked = peers.filter(({ state }) => state === 'PEER_STATE_LINKED').map(({ server }) => server);
  return [
    [status.server, 'self', '-', linked.join(' ') || '-', '-', ...counts(status.server)],
    ...peers.map((peer) => [
      peer.server,
      shownState(peer),
      peer.latency_us || '-',
      peer.linked_with.join(' ') || '-',
      peer.missing_links.join(' ') || '-',
      ...counts(peer.server),
    ]),
  ];
}

function mapDocument({ status, peers, held }: NetworkMap): object {
  return {
    server: status.server,
    ...held.get(status.server),
    peers: peers.map(({ server, state, since, latency_us, linked_with, tells_links, missing_links }) => ({
      ...{ server, state, since, latency_us, linked_with, tells_links, missing_links },
      ...held.get(server),
    })),
  };
}

function holds(held: Held | undefined): string {
  const { channels = 0, members = 0 } = held ?? {};
  return `${channels} channels, ${members} members`;
}

function link(peer: Peer__Output, now: number, { paint }: Terminal): string {
  const { since, latency_us: latency } = peer;
  const word = shownState(peer);
  const style = word === 'linked' ? 'green' : word === 'down' ? 'red' : 'yellow';
  const details = [showAge(since, now), ...(latency > 0 ? [`${(latency / 1000).toFixed(1)}ms`] : [])].join(
    ' ',
  );
  return `${paint(style, word)} ${details}`;
}

/** What the peer says of its links to the others: a mesh has all of them. */
function meshLines({ peers, status }: NetworkMap, peer: Peer__Output, { paint }: Terminal): string[] {
  if (peer.state !== 'PEER_STATE_LINKED') return [];
  if (!peer.tells_links) return ['does not tell with whom it is linked'];
  const others = peer.linked_with.filter((server) => server !== status.server);
  const missing = peers
    .map(({ server }) => server)
    .filter((server) => server !== peer.server && !others.includes(server));
  return [
    ...(others.length > 0 ? [`linked with ${clean(others.join(', '))}`] : []),
    ...missing.map((server) => paint('yellow', `no link to ${clean(server)}`)),
  ];
}
