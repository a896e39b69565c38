import { markdown, type Summaries, shownNumber } from './report.ts';

/** What a figure is to come to; of medians. */
interface Target {
  readonly goal: string;
  readonly wanted: string;
  /** Null: not measured. */
  readonly measured: (ours: Summaries) => number | null;
  /** What it is held against; null: not measured. */
  readonly limit: (theirs: Summaries, ours: Summaries) => number | null;
  /** Default `most`: less is better. */
  readonly bound?: 'most' | 'least';
}

export interface Verdict {
  readonly goal: string;
  readonly wanted: string;
  readonly limit: number;
  readonly measured: number;
  readonly reached: boolean;
}

const proven = 'reconnect, nothing changed: proven equal, ms';
const oneProven = 'reconnect, 1 % changed: proven equal, ms';

/** The goals, against ircd-hybrid where they are fractions. What has a fixed bound is given for 100,000 channels. */
const targets: readonly Target[] = [
  beside('cold burst, wall, ms', 'burst: wall, ms', 0.35),
  {
    goal: 'cold burst, CPU of both, s',
    wanted: '≤ 0.5 ×',
    measured: (ours) => sum(ours, 'burst: CPU of A, s', 'burst: CPU of B, s'),
    limit: (theirs) => times(0.5, sum(theirs, 'burst: CPU of A, s', 'burst: CPU of B, s')),
  },
  beside(
    'bytes a channel, plain',
    'burst: bytes to B per channel, not compressed',
    0.9,
    'burst: bytes to B per channel',
  ),
  beside('bytes a channel, compressed', 'burst: bytes to B per channel', 0.3),
  fixed('memory of B a channel, bytes', 'memory of B per channel, bytes', 700),
  beside('reconnect, nothing changed, ms', proven, 0.01),
  fixed('reconnect, nothing changed, bytes', 'reconnect, nothing changed: bytes both ways', 4096),
  beside('reconnect, 1 % changed, ms', oneProven, 0.05, proven),
  fixed(
    'reconnect, 1 % changed, bytes over the changes',
    'reconnect, 1 % changed: bytes over those of as many changes while linked',
    1.2,
  ),
  fixed('lost history, ms', 'lost history: comparison → host B has all, ms', 500),
  fixed('lost history, bytes', 'lost history: bytes both ways', 200_000),
  fixed('one change, p50, ms', 'one change, p50, ms', 1),
  fixed('one change, p99, ms', 'one change, p99, ms', 5),
  alone('one change beside a slow peer, p50, ms'),
  alone('one change beside a slow host, p50, ms'),
  {
    ...beside('pipelined changes a second', 'pipelined changes per second', 1),
    wanted: '≥ 1 ×',
    bound: 'least',
  },
  fixed('cold start, ms', 'cold start, ms', 1500),
  fixed('split, ms', 'split: host B told of all removals, ms', 300),
  fixed('event loop of A in a burst, p99.9, ms', 'burst: event loop of A, p99.9, ms', 20),
  fixed('event loop of B in a burst, p99.9, ms', 'burst: event loop of B, p99.9, ms', 20),
];

/** Of what was measured on both sides; without figures of hybrid, of what has a fixed bound. */
export function verdicts(ours: Summaries, theirs: Summaries): Verdict[] {
  return targets.flatMap(({ goal, wanted, bound, ...target }) => {
    const measured = target.measured(ours);
    const limit = target.limit(theirs, ours);
    if (measured === null || limit === null) return [];
    const reached = bound === 'least' ? measured >= limit : measured <= limit;
    return [{ goal, wanted, limit, measured, reached }];
  });
}

export function verdictTable(verdictsOfRun: readonly Verdict[]): string {
  return markdown(
    ['goal', 'wanted', 'that is', 'measured', ''],
    verdictsOfRun.map(({ goal, wanted, limit, measured, reached }) => [
      ...[goal, wanted, shownNumber(limit), shownNumber(measured)],
      reached
        ? 'reached'
        : `**missed**, ${shownNumber(Math.max(measured, limit) / Math.min(measured, limit))} times off`,
    ]),
  );
}

function fixed(goal: string, figure: string, limit: number): Target {
  return {
    ...{ goal, wanted: `≤ ${limit.toLocaleString('en')}` },
    measured: (ours) => sum(ours, figure),
    limit: () => limit,
  };
}

/** Slow ones cost the others nothing: what is more than this is not how medians of two rows vary. */
function alone(figure: string): Target {
  const variation = 1.2;
  return {
    ...{ goal: figure, wanted: `≤ ${variation} × alone` },
    measured: (ours) => sum(ours, figure),
    limit: (_theirs, ours) => times(variation, sum(ours, 'one change, p50, ms')),
  };
}

function beside(goal: string, figure: string, share: number, theirFigure = figure): Target {
  return {
    ...{ goal, wanted: `≤ ${share} ×` },
    measured: (ours) => sum(ours, figure),
    limit: (theirs) => times(share, sum(theirs, theirFigure)),
  };
}

function sum(summaries: Summaries, ...names: readonly string[]): number | null {
  const medians = names.map((name) => summaries.get(name)?.median);
  return medians.reduce<number | null>(
    (total, median) => (total === null || median === undefined ? null : total + median),
    0,
  );
}

function times(share: number, value: number | null): number | null {
  return value === null ? null : share * value;
}
