import type { BenchReport } from '../bench-report.ts';
import { machineText } from '../machine.ts';
import type { Chart } from './draw-chart.ts';
import type { Line, LinePanel } from './line-panel.ts';

/** What a report has to show: growth, the mesh, and the goals. */
export function chartOf(report: BenchReport): Chart {
  const { growth, mesh, machine, loadBefore, comparisons } = report;
  const steps = growth?.steps ?? [];
  const ofGrowth = (name: string, figure = name): Line => ({
    name,
    points: steps.flatMap(({ channels, ours }) => point(channels, ours.get(figure)?.median)),
  });
  const ofMesh = (name: string): Line => ({
    name,
    points: (mesh?.steps ?? []).flatMap(({ sidecars, figures }) => point(sidecars, figures.get(name))),
  });
  const last = comparisons.at(-1);
  return {
    title: 'cburst: what it takes',
    foot: [
      machineText(machine, loadBefore),
      'Both axes of the panels above are logarithmic; docs/performance.md says how each was measured.',
    ],
    lines: [...growthPanels(ofGrowth), ...meshPanels(ofMesh)],
    bars: {
      title: `Goals at ${(last?.channels ?? 0).toLocaleString('en')} channels: measured over wanted, longer is worse`,
      bars: (last?.verdicts ?? []).map(({ goal, measured, limit, reached, wanted }) => ({
        name: goal,
        value: wanted.startsWith('≥') ? limit / measured : measured / limit,
        good: reached,
      })),
    },
  };
}

function growthPanels(line: (name: string, figure?: string) => Line): LinePanel[] {
  const xTitle = 'channels';
  return [
    {
      ...{ title: 'Milliseconds, all channels', xTitle },
      lines: [
        line('burst: wall', 'burst: wall, ms'),
        line('cold start', 'cold start, ms'),
        line('split', 'split: host B told of all removals, ms'),
      ],
    },
    {
      ...{ title: 'Milliseconds, what changed', xTitle },
      lines: [
        line('reconnect, nothing changed', 'reconnect, nothing changed: proven equal, ms'),
        line('reconnect, 1 % changed', 'reconnect, 1 % changed: proven equal, ms'),
        line('one change, p50', 'one change, p50, ms'),
      ],
    },
    {
      ...{ title: 'Bytes on a link', xTitle },
      lines: [
        line('reconnect, nothing changed', 'reconnect, nothing changed: bytes both ways'),
        line('reconnect, 1 % changed', 'reconnect, 1 % changed: bytes both ways'),
      ],
    },
    {
      ...{ title: 'For each channel', xTitle },
      lines: [
        line('bytes in a burst', 'burst: bytes to B per channel'),
        line('memory of B, bytes', 'memory of B per channel, bytes'),
      ],
    },
  ];
}

function meshPanels(line: (name: string) => Line): LinePanel[] {
  const xTitle = 'sidecars, each linked with each';
  return [
    {
      ...{ title: 'Delay of a change in a mesh, ms', xTitle },
      lines: [line('delay, p50, ms'), line('delay, p99, ms')],
    },
    {
      ...{ title: 'What a mesh takes', xTitle },
      lines: [
        line('changes a second over all'),
        line('CPU of one sidecar for a change of anybody, ms'),
        line('memory of one sidecar, MiB'),
        line('pages in, each sidecar a second'),
      ],
    },
  ];
}

/** Nothing and 0 have no place on a logarithmic axis. */
function point(x: number, y: number | undefined): [number, number][] {
  return y === undefined || y <= 0 ? [] : [[x, y]];
}
