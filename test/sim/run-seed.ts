import type { FaultOptions } from './faults.ts';
import { type Plan, planOf } from './plan.ts';
import { runTrouble } from './run-trouble.ts';
import { type Problem, World } from './world.ts';

export interface Outcome {
  readonly seed: number;
  readonly problems: readonly Problem[];
  /** Equal for two runs of a seed. */
  readonly hash: string;
  readonly faults: ReadonlyMap<string, number>;
  readonly reached: ReadonlyMap<string, number>;
  readonly died: ReadonlyMap<string, number>;
  /** Moments that were simulated. */
  readonly moments: number;
  readonly trace: readonly string[] | null;
}

export function runSeed(seed: number, faults: FaultOptions, keepTrace = false): Outcome {
  return runPlan(planOf(seed, faults), keepTrace);
}

/** Ends at the first trouble after which something is wrong. */
export function runPlan({ options, troubles }: Plan, keepTrace = false): Outcome {
  const world = new World({ ...options, keepTrace });
  try {
    troubles.forEach((acts, index) => {
      if (world.problems.length === 0) runTrouble(world, acts, `${options.seed} ${index}`);
    });
  } catch (error) {
    world.problem('crash', (error as Error).stack ?? String(error));
  }
  const { faults, points, agenda, problems, trace } = world;
  const { reached, died } = points;
  return {
    seed: options.seed,
    problems,
    hash: trace.hash,
    faults,
    reached,
    died,
    moments: agenda.done,
    trace: trace.lines,
  };
}
