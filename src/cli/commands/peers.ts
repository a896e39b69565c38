import type { Command } from 'commander';
import type { Peer__Output } from '../../proto-types/cburst/v1/Peer.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonDocument } from '../json-output.ts';
import { showAge } from '../show-time.ts';
import { type Cell, renderTable } from '../table.ts';
import { print, type Style, type Terminal, terminal } from '../terminal.ts';

export function addPeersCommand(program: Command): void {
  addAskOptions(program.command('peers').description('the other sidecars and the links to them')).action(
    (options: AskOptions) =>
      ask(options, async (client) => {
        const answer = await client.peers();
        await print(options.json ? jsonDocument(answer) : renderPeers(answer.peers, Date.now(), terminal));
      }),
  );
}

export function renderPeers(peers: readonly Peer__Output[], now: number, terminal: Terminal): string {
  if (peers.length === 0) return 'No peers are configured.\n';
  const columns = [
    { title: 'PEER' },
    { title: 'STATE' },
    { title: 'SINCE', align: 'right' },
    { title: 'DIALLED BY' },
    { title: 'LATENCY', align: 'right' },
    { title: 'WAITING', align: 'right' },
    { title: 'RECEIVED', align: 'right' },
    { title: 'REJECTED', align: 'right' },
    { title: 'LAST ERROR', shrinks: true },
  ] as const;
  return renderTable(
    columns,
    peers.map((peer) => peerRow(peer, now)),
    terminal,
  );
}

function peerRow(peer: Peer__Output, now: number): Cell[] {
  const state = peer.state.replace('PEER_STATE_', '').toLowerCase();
  const isUp = state === 'linked' || state === 'bursting';
  const rejected = peer.rejected_lines + (peer.dirty ? ' dirty' : '');
  return [
    peer.server,
    { text: state, style: STATE_STYLES[state] ?? 'red' },
    showAge(peer.since, now),
    isUp ? (peer.outgoing ? 'this side' : 'the peer') : '-',
    peer.latency_us === 0 ? '-' : `${(peer.latency_us / 1000).toFixed(1)}ms`,
    peer.waiting,
    peer.received_sequence,
    peer.dirty ? { text: rejected, style: 'red' } : rejected,
    // Of a link that is up it tells of the one before, with nothing to say when that was.
    (state !== 'linked' && peer.last_error) || '-',
  ];
}

const STATE_STYLES: Readonly<Record<string, Style>> = {
  linked: 'green',
  bursting: 'green',
  connecting: 'yellow',
};
