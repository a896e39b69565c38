import { describeAct } from './acts.ts';
import type { FaultOptions } from './faults.ts';
import { type Plan, planOf } from './plan.ts';
import { HAPPENINGS, POINTS } from './points.ts';
import { type Outcome, runSeed } from './run-seed.ts';
import { shrinkPlan } from './shrink.ts';

/** What many runs came to. */
export interface Summary {
  runs: number;
  moments: number;
  /** Seeds that found something wrong. */
  readonly failed: { seed: number; check: string; text: string }[];
  readonly faults: Map<string, number>;
  readonly reached: Map<string, number>;
  readonly died: Map<string, number>;
}

export function newSummary(): Summary {
  return { runs: 0, moments: 0, failed: [], faults: new Map(), reached: new Map(), died: new Map() };
}

export function addOutcome(summary: Summary, outcome: Outcome): void {
  summary.runs++;
  summary.moments += outcome.moments;
  const [problem] = outcome.problems;
  if (problem !== undefined) summary.failed.push({ seed: outcome.seed, ...problem });
  for (const what of ['faults', 'reached', 'died'] as const) {
    for (const [name, count] of outcome[what])
      summary[what].set(name, (summary[what].get(name) ?? 0) + count);
  }
}

/** Points that no run came to, and what never happened: a run that is long enough has all. */
export function unreached({ reached, faults }: Summary): string[] {
  return [
    ...POINTS.filter((point) => !reached.has(point)),
    ...HAPPENINGS.filter((name) => !faults.has(name)),
  ];
}

/** Points at which nobody died: a run that is long enough has none. */
export function survived({ died }: Summary): string[] {
  return POINTS.filter((point) => !died.has(point));
}

/** How often each fault happened and each point was reached, as text. */
export function describeSummary(summary: Summary): string {
  const faults = [...summary.faults].sort().map(([name, count]) => `  ${String(count).padStart(9)}  ${name}`);
  const points = POINTS.map((point) => {
    const count = (counts: Map<string, number>) => String(counts.get(point) ?? 0).padStart(9);
    return `  ${count(summary.reached)} ${count(summary.died)}  ${point}`;
  });
  return [
    `${summary.runs} runs, ${summary.moments} moments, ${summary.failed.length} failed`,
    'what happened:',
    ...faults,
    `  ${'reached'.padStart(9)} ${'died'.padStart(9)}  point`,
    ...points,
  ].join('\n');
}

/** A seed that failed: what is wrong, and the fewest acts that still lead to it. */
export function describeFailure(seed: number, faults: FaultOptions): string {
  const [problem] = runSeed(seed, faults).problems;
  if (problem === undefined) return `seed ${seed}: nothing is wrong`;
  const { plan, outcome } = shrinkPlan(planOf(seed, faults), problem.check);
  return [
    `seed ${seed}: npm run sim -- --seed ${seed}`,
    ...outcome.problems.slice(0, 5).map(({ check, text }) => `${check}: ${text}`),
    'acts:',
    ...describePlan(plan),
  ].join('\n');
}

function describePlan({ troubles }: Plan): string[] {
  return troubles.flatMap((acts, index) => [
    `  trouble ${index + 1}`,
    ...acts.map(({ atMs, act }) => `    ${String(atMs).padStart(7)} ms  ${describeAct(act)}`),
  ]);
}
