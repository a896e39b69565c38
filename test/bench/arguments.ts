import { parseArgs } from 'node:util';
import { type Part, parts, usualParts } from './bench-run.ts';
import { type IrcdKind, ircdKinds } from './ircd/ircd-pair.ts';

export interface BenchArguments {
  /** Numbers of channels. */
  readonly sizes: readonly number[];
  readonly runs: number;
  readonly only: ReadonlySet<Part>;
  readonly vs: IrcdKind | null;
  /** Numbers of channels; null: no growth is measured. */
  readonly growth: readonly number[] | null;
  /** For growth. */
  readonly minutes: number;
  /** Numbers of sidecars; null: no mesh is measured. */
  readonly mesh: readonly number[] | null;
  /** A file for the chart; null: none is drawn. */
  readonly chart: string | null;
  /** A Markdown file whose part between the marks is written anew; null: none. */
  readonly docs: string | null;
  readonly json: boolean;
}

const growthSizes = [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

export const help = `npm run bench -- [--channels 10000,50000] [--runs 5] [--vs ${ircdKinds.join('|')}]
  [--only ${parts.join(',')}]
  [--growth] [--minutes 30] [--mesh 2,4,8,16,40] [--chart FILE.svg] [--docs FILE.md] [--json]
--channels 0: growth or the mesh alone.
npm run bench:all: everything for 100,000 channels beside ircd-hybrid, written to docs/.
`;

/** Null: they are wrong. */
export function readArguments(args: readonly string[]): BenchArguments | null {
  const values = parse(args);
  if (values === null) return null;
  const read = {
    sizes: values.channels === '0' ? [] : numbers(values.channels),
    runs: Number(values.runs),
    only: new Set(values.only.split(',').filter((part) => part !== 'burst')) as Set<Part>,
    vs: (values.vs ?? null) as IrcdKind | null,
    growth: values.growth ? growthSizes : null,
    minutes: Number(values.minutes),
    mesh: values.mesh === undefined ? null : numbers(values.mesh),
    ...{ chart: values.chart ?? null, docs: values.docs ?? null, json: values.json },
  };
  const isUsable =
    [...read.sizes, ...(read.mesh ?? []), read.runs, read.minutes].every(isCount) &&
    (read.mesh ?? []).every((sidecars) => sidecars >= 2) &&
    [...read.only].every((part) => parts.includes(part)) &&
    (read.vs === null || ircdKinds.includes(read.vs));
  return isUsable ? read : null;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        channels: { type: 'string', default: '10000,50000' },
        runs: { type: 'string', default: '5' },
        only: { type: 'string', default: usualParts.join(',') },
        vs: { type: 'string' },
        growth: { type: 'boolean', default: false },
        minutes: { type: 'string', default: '30' },
        mesh: { type: 'string' },
        chart: { type: 'string' },
        docs: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    return null;
  }
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
