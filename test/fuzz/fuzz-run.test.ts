import { expect, test } from 'vitest';
import { fuzzTarget } from './fuzz-run.ts';

/** As `npm run fuzz`, in a few seconds and without a clock. */
test.each([
  ['splitter', 8000],
  ['parser', 8000],
  ['hello', 3200],
  ['session', 400],
  ['host', 400],
])('%s: nothing goes wrong in %d inputs', async (target, runs) => {
  const { stats, finding } = await fuzzTarget(
    { target, runs, seed: 1, timed: false, replay: null },
    () => {},
  );
  expect(finding).toBeNull();
  expect(stats.inputs).toBe(runs);
  expect(stats.corpus).toBeGreaterThan(10);
});

test('a replay says what goes wrong with its input', async () => {
  const good = { target: 'parser', runs: 0, seed: 0, timed: false, replay: 'PING 1' };
  expect((await fuzzTarget(good, () => {})).finding).toBeNull();
});
