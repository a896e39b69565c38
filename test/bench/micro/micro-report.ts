import { markdown, shownNumber } from '../report.ts';
import { referenceName } from './reference-name.ts';

/** What `vitest bench --outputJson` writes, as far as it is read. */
export interface VitestBenches {
  readonly files: readonly {
    readonly groups: readonly {
      readonly fullName: string;
      /** `min`: the shortest of its runs, milliseconds. */
      readonly benchmarks: readonly { readonly name: string; readonly min: number }[];
    }[];
  }[];
}

/** By name: how many times the reference of its group it takes. */
export type Costs = ReadonlyMap<string, number>;

/**
 * The shortest run of each, over all rounds, over the shortest run of the reference of its group: what else the machine does
 * can only make a run longer, and how fast the machine is drops out.
 */
export function costsOf(rounds: readonly VitestBenches[]): Costs {
  const shortest = new Map<string, Map<string, number>>();
  for (const { fullName, benchmarks } of rounds.flatMap(({ files }) =>
    files.flatMap(({ groups }) => groups),
  )) {
    const group = fullName.split(' > ').at(-1)!;
    const ofGroup = shortest.get(group) ?? new Map<string, number>();
    shortest.set(group, ofGroup);
    for (const { name, min } of benchmarks) ofGroup.set(name, Math.min(min, ofGroup.get(name) ?? min));
  }
  return new Map([...shortest].flatMap(([group, ofGroup]) => groupCosts(group, ofGroup)));
}

function groupCosts(group: string, shortest: ReadonlyMap<string, number>): [name: string, cost: number][] {
  const reference = shortest.get(referenceName);
  if (reference === undefined) throw new Error(`${group} has no reference`);
  return [...shortest]
    .filter(([name]) => name !== referenceName)
    .map(([name, min]) => [`${group}: ${name}`, min / reference]);
}

/** With what each cost when the baseline was made, and how many times that it costs now. */
export function microTable(costs: Costs, baseline: Costs): string {
  const rows = [...costs].map(([name, cost]) => {
    const before = baseline.get(name);
    const ratio = before === undefined ? null : cost / before;
    const judgement =
      ratio === null ? 'new' : ratio > slowerFrom ? '**slower**' : ratio < 1 / slowerFrom ? 'faster' : '';
    const numbers = [cost, before, ratio].map((value) => (value == null ? '-' : shownNumber(value)));
    return [name, ...numbers, judgement];
  });
  return markdown(['what', 'over the reference', 'baseline', 'ratio', ''], rows);
}

/** Between two runs of the same program ratios vary less, on a machine with other work. */
const slowerFrom = 1.3;
