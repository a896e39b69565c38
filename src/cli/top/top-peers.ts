import type { Peer__Output } from '../../proto-types/cburst/v1/Peer.ts';
import type { Style } from '../terminal.ts';
import { textWidth } from '../text-width.ts';
import { sparkline } from './sparkline.ts';
import { lagOf, ratesOf, type TopSample, topCounts } from './top-history.ts';
import { type Span, showRate } from './top-span.ts';
import type { SortColumn, TopState } from './top-state.ts';

/** Beside six columns of figures. */
const SPARK_WIDTH = 15;

/** A line of titles and one for each peer. */
export function peerLines(samples: readonly TopSample[], { sort, reverse }: TopState): Span[][] {
  const rows = samples.at(-1)!.peers.map((peer) => rowOf(peer, samples));
  if (rows.length === 0) return [[{ text: 'no peers are configured', style: 'dim' }]];
  rows.sort((a, b) => compare(a, b, sort) || (a.peer.server < b.peer.server ? -1 : 1));
  if (reverse) rows.reverse();
  const width = Math.max(4, ...rows.map(({ peer }) => textWidth(peer.server)));
  const cells = ['STATE'.padEnd(STATE_WIDTH), ...['LATENCY', 'WAITING', 'LAG', 'RECEIVED'].map(right)];
  const titles = ['PEER'.padEnd(width), ...cells, 'LAST SECONDS'.padEnd(SPARK_WIDTH), 'LAST ERROR'];
  return [[{ text: titles.join('  '), style: 'bold' }], ...rows.map((row) => lineOf(row, width))];
}

interface Row {
  readonly peer: Peer__Output;
  readonly state: string;
  /** Changes of it a second, between each two samples. */
  readonly rates: readonly number[];
}

const STATE_WIDTH = 10;
const STYLES: Readonly<Record<string, Style>> = { linked: 'green', bursting: 'green', connecting: 'yellow' };

function rowOf(peer: Peer__Output, samples: readonly TopSample[]): Row {
  const state = peer.expelled ? 'expelled' : peer.state.replace('PEER_STATE_', '').toLowerCase();
  return { peer, state, rates: ratesOf(samples, topCounts.received(peer.server)) };
}

/** Of figures the greatest first: it is what one looks for. */
function compare(a: Row, b: Row, sort: SortColumn): number {
  switch (sort) {
    case 'name':
      return 0;
    case 'state':
      return a.state < b.state ? -1 : Number(a.state > b.state);
    case 'latency':
      return b.peer.latency_us - a.peer.latency_us;
    case 'waiting':
      return b.peer.waiting - a.peer.waiting;
    case 'lag':
      return lagOf(b.peer) - lagOf(a.peer);
    case 'rate':
      return (b.rates.at(-1) ?? 0) - (a.rates.at(-1) ?? 0);
  }
}

function lineOf({ peer, state, rates }: Row, width: number): Span[] {
  const latency = peer.latency_us === 0 ? '-' : `${(peer.latency_us / 1000).toFixed(1)}ms`;
  const figures = [latency, peer.waiting, lagOf(peer), showRate(rates.at(-1) ?? 0)].map(right);
  return [
    { text: `${peer.server.padEnd(width)}  ` },
    { text: state.padEnd(STATE_WIDTH), style: STYLES[state] ?? 'red' },
    { text: `  ${figures.join('  ')}  ` },
    { text: sparkline(rates, SPARK_WIDTH), style: 'dim' },
    { text: `  ${(state !== 'linked' && peer.last_error) || '-'}` },
  ];
}

function right(cell: string | number): string {
  return String(cell).padStart(8);
}
