import type { TimedAct } from './acts.ts';
import type { Plan } from './plan.ts';
import { type Outcome, runPlan } from './run-seed.ts';

/** Runs that shrinking may take. */
const RUNS_MAX = 600;

/**
 * The plan with as few acts as still break the same rule (delta debugging, Zeller 1999). Acts stay at their times, and what
 * chance gives to links and hosts does not depend on them, so that a run with fewer acts is much like the one with all.
 */
export function shrinkPlan(plan: Plan, check: string): { plan: Plan; outcome: Outcome } {
  let runs = 0;
  const fails = (candidate: Plan): Outcome | null => {
    if (++runs > RUNS_MAX) return null;
    const outcome = runPlan(candidate);
    return outcome.problems.some((problem) => problem.check === check) ? outcome : null;
  };
  let present = withoutLastTroubles(plan, fails);
  for (let size = Math.ceil(countActs(present) / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < countActs(present); ) {
      const candidate = withoutActs(present, from, from + size);
      if (fails(candidate) !== null) present = candidate;
      else from += size;
    }
  }
  return { plan: present, outcome: runPlan(present, true) };
}

/** A run ends at its first problem: what would come after it is never needed. */
function withoutLastTroubles(plan: Plan, fails: (plan: Plan) => Outcome | null): Plan {
  for (let count = 1; count < plan.troubles.length; count++) {
    const candidate = { ...plan, troubles: plan.troubles.slice(0, count) };
    if (fails(candidate) !== null) return candidate;
  }
  return plan;
}

function countActs({ troubles }: Plan): number {
  return troubles.reduce((sum, acts) => sum + acts.length, 0);
}

/** Without those from number `from` to `to` - 1, counted over all troubles. */
function withoutActs(plan: Plan, from: number, to: number): Plan {
  let number = 0;
  const keep = (_act: TimedAct) => {
    const isOut = number >= from && number < to;
    number++;
    return !isOut;
  };
  return { ...plan, troubles: plan.troubles.map((acts) => acts.filter(keep)) };
}
