import { expect, test } from 'vitest';
import { summarize } from './report.ts';
import { verdicts, verdictTable } from './targets.ts';

const of = (figures: Record<string, number>) => summarize([new Map(Object.entries(figures))]);

test('a fraction is held against what the ircd needed in the same session', () => {
  const ours = of({ 'burst: wall, ms': 40, 'burst: CPU of A, s': 1, 'burst: CPU of B, s': 2 });
  const theirs = of({ 'burst: wall, ms': 100, 'burst: CPU of A, s': 4, 'burst: CPU of B, s': 3 });
  expect(verdicts(ours, theirs)).toEqual([
    { goal: 'cold burst, wall, ms', wanted: '≤ 0.35 ×', limit: 35, measured: 40, reached: false },
    { goal: 'cold burst, CPU of both, s', wanted: '≤ 0.5 ×', limit: 3.5, measured: 3, reached: true },
  ]);
});

test('plain bytes and a reconnect with changes are held against what the ircd always sends', () => {
  const ours = of({
    'burst: bytes to B per channel, not compressed': 300,
    'reconnect, 1 % changed: proven equal, ms': 30,
  });
  const theirs = of({
    'burst: bytes to B per channel': 352,
    'reconnect, nothing changed: proven equal, ms': 500,
  });
  expect(verdicts(ours, theirs).map(({ limit, reached }) => [limit, reached])).toEqual([
    [352 * 0.9, true],
    [25, false],
  ]);
});

test('more is better of what is counted a second', () => {
  const rate = (value: number) => of({ 'pipelined changes per second': value });
  expect(verdicts(rate(80), rate(70))[0]).toMatchObject({ wanted: '≥ 1 ×', reached: true });
  expect(verdicts(rate(60), rate(70))[0]).toMatchObject({ reached: false });
});

test('what slow ones cost is held against the same without them', () => {
  const beside = (ms: number) => {
    const ours = of({ 'one change, p50, ms': 10, 'one change beside a slow peer, p50, ms': ms });
    return verdicts(ours, new Map()).find(({ goal }) => goal.includes('slow peer'));
  };
  expect(beside(11)).toMatchObject({ limit: 12, reached: true });
  expect(beside(13)).toMatchObject({ reached: false });
});

test('a fixed bound needs nobody else, and what is missed says by how much', () => {
  const told = verdictTable(verdicts(of({ 'cold start, ms': 3000 }), new Map()));
  expect(told).toContain('| cold start, ms | ≤ 1,500 | 1,500 | 3,000 | **missed**, 2 times off |');
});
