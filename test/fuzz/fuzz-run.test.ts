import { expect, test } from 'vitest';
import { fuzzTarget } from './fuzz-run.ts';
import { target as session } from './session-target.ts';
import { listLines, swollenBytesMax } from './swollen-lines.ts';

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

test.each(['BANMASKS', 'PARAMS'] as const)(
  'a page of %s, as large as inputs become, keeps no more memory than it may',
  (list) => {
    const lines = listLines(list, 2000, swollenBytesMax);
    session.run(['!link', '!hello', 'RESUME - 0', 'BURST full 0', ...lines].join('\n'));
  },
);
