import { showAge, showTime } from '../show-time.ts';
import { clean } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { cutToWidth, textWidth } from '../text-width.ts';
import { sparkline } from './sparkline.ts';
import { ratesOf, type TopSample, topCounts } from './top-history.ts';
import { peerLines } from './top-peers.ts';
import { type Span, showRate } from './top-span.ts';
import { type TopState, topKeys } from './top-state.ts';

export interface TopView {
  /** The latest last; at least one. */
  readonly samples: readonly TopSample[];
  readonly state: TopState;
  /** Why there is no newer sample; null: there is. */
  readonly problem: string | null;
}

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** Bars of the last half minute: more do not fit beside each other in 80 columns. */
const SPARK_WIDTH = 30;

/** The lines of a frame: never more than fit, none wider than the terminal. */
export function drawFrame(view: TopView, size: FrameSize, paint: Terminal['paint']): string[] {
  const head = headLines(view);
  const foot: Span[][] = view.state.help ? helpLines() : [keyLine(view)];
  const body = peerLines(view.samples, view.state);
  const room = Math.max(0, size.rows - head.length - foot.length);
  const shown =
    body.length > room ? [...body.slice(0, Math.max(0, room - 1)), moreLine(body.length, room)] : body;
  return [...head, ...shown.slice(0, room), ...foot]
    .slice(0, size.rows)
    .map((spans) => fitLine(spans, size.columns, paint));
}

function headLines({ samples, state, problem }: TopView): Span[][] {
  const sample = samples.at(-1)!;
  const { status, at } = sample;
  return [
    [
      { text: status.server, style: 'bold' },
      { text: `  up ${showAge(status.started_at, at)}  ${showTime(at)}  ` },
      { text: state.paused ? 'paused' : '', style: 'yellow' },
    ],
    hostLine(sample),
    countLine(sample),
    rateLine('host events', ratesOf(samples, topCounts.events)),
    rateLine('host updates', ratesOf(samples, topCounts.updates)),
    rateLine('changes', ratesOf(samples, topCounts.changes)),
    [{ text: problem ?? '', style: 'red' }],
  ];
}

function hostLine({ status: { host, host_writes: writes } }: TopSample): Span[] {
  const attached = host?.attached ?? false;
  const frozen = writes?.mode === 'HOST_WRITE_MODE_FREEZE';
  return [
    { text: label('host') },
    attached
      ? { text: `attached ${host!.software}`, style: 'green' }
      : { text: 'not attached', style: 'red' },
    { text: `  ${host?.updates_in_flight ?? 0} updates in flight, ${host?.updates_waiting ?? 0} waiting` },
    { text: frozen ? '  FROZEN' : host?.observe ? '  observing' : '', style: frozen ? 'red' : 'yellow' },
  ];
}

function countLine({ status }: TopSample): Span[] {
  const { local_channels: local, remote_channels: remote, shadowed_channels: shadowed } = status;
  const { conflicts, quarantined } = status;
  return [
    { text: `${label('channels')}${local} local, ${remote} remote, ${shadowed} shadowed  ` },
    { text: `conflicts ${conflicts}  `, ...(conflicts > 0 ? { style: 'yellow' } : {}) },
    { text: `in quarantine ${quarantined}  `, ...(quarantined > 0 ? { style: 'yellow' } : {}) },
    { text: `peers ${status.peers_linked} of ${status.peers}` },
  ];
}

function rateLine(name: string, rates: readonly number[]): Span[] {
  return [
    { text: `${label(name)}${showRate(rates.at(-1) ?? 0).padStart(9)}  ` },
    { text: sparkline(rates, SPARK_WIDTH), style: 'dim' },
  ];
}

function label(text: string): string {
  return text.padEnd(14);
}

function moreLine(lines: number, room: number): Span[] {
  return [{ text: `… ${lines - room + 1} more`, style: 'dim' }];
}

function keyLine({ state }: TopView): Span[] {
  const order = state.reverse ? `${state.sort}, reversed` : state.sort;
  return [{ text: `by ${order}   s sort  r reverse  p pause  ? help  q quit`, style: 'dim' }];
}

function helpLines(): Span[][] {
  return topKeys.map(([keys, what]) => [{ text: keys.padEnd(12), style: 'bold' }, { text: what }]);
}

/** Cut before it is painted: no sequence is cut in two. */
function fitLine(spans: readonly Span[], columns: number, paint: Terminal['paint']): string {
  let left = columns;
  let line = '';
  for (const { text, style } of spans) {
    if (left <= 0) break;
    const cut = cutToWidth(clean(text), left);
    left -= textWidth(cut);
    line += style === undefined || cut === '' ? cut : paint(style, cut);
  }
  return line;
}
