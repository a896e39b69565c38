import { expect, test } from 'vitest';
import { checkEntries, checkWorld, entriesOf } from './check-world.ts';
import { World } from './world.ts';

/** `CBURST_SIM_SEED=17 npx vitest run test/sim` replays one run, `CBURST_SIM_RUNS=5000` makes more of them. */
const seed = Number(process.env.CBURST_SIM_SEED ?? 0);
const runs = seed > 0 ? 1 : Number(process.env.CBURST_SIM_RUNS ?? 100);

/** Times of trouble in a run, each followed by a rest in which everything must agree. */
const TROUBLES = 3;
const STEPS = 40;

test(`servers agree when the network has healed (${runs} runs)`, async () => {
  for (let run = 0; run < runs; run++) await simulate(seed > 0 ? seed : run + 1);
});

async function simulate(runSeed: number): Promise<void> {
  const world = new World(runSeed);
  try {
    await world.heal();
    for (let trouble = 0; trouble < TROUBLES; trouble++) {
      const before = entriesOf(world);
      world.forgetActs();
      for (let step = 0; step < STEPS; step++) await world.step();
      await world.heal();
      expect(await world.lastWord()).toEqual([]);
      expect([...checkWorld(world), ...checkEntries(before, entriesOf(world), world)]).toEqual([]);
    }
  } catch (error) {
    throw new Error(`seed ${runSeed}, after:\n${world.steps.join('\n')}`, { cause: error });
  }
}
