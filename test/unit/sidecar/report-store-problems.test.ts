import { expect, test } from 'vitest';
import { reportStoreProblems } from '../../../src/sidecar/report-store-problems.ts';
import type { StoreProblem } from '../../../src/store/store-problem.ts';

const lost: StoreProblem = { space: 'host', key: '#\x01b', reason: 'odd', bytes: 7, outcome: 'set-aside' };
const repaired: StoreProblem = {
  space: 'server',
  key: 'self',
  reason: 'gone',
  bytes: 0,
  outcome: 'repaired',
};

type Line = [level: string, details: Record<string, unknown>, text: string];

function logged(found: readonly StoreProblem[], all: readonly StoreProblem[]): Line[] {
  const lines: Line[] = [];
  const at = (level: string) => (details: object, text: string) => {
    lines.push([level, details as Record<string, unknown>, text]);
  };
  reportStoreProblems({ error: at('error'), warn: at('warn') } as never, found, all);
  return lines;
}

test('each record is told of with what and why, then where they are listed', () => {
  const lines = logged([lost, repaired], [lost, lost, repaired]);
  expect(lines.map(([level, { event }]) => [level, event])).toEqual([
    ['error', 'store.set_aside'],
    ['error', 'store.repaired'],
    ['error', 'store.problems'],
  ]);
  expect(lines[0]![1]).toEqual({
    event: 'store.set_aside',
    space: 'host',
    key: '#\\x01b',
    reason: 'odd',
    bytes: 7,
  });
  expect(lines[2]![1]).toMatchObject({ found: 2, waiting: 2 });
  expect(lines[2]![2]).toContain('cburst store');
});

test('many are summed up', () => {
  const many = Array.from({ length: 1000 }, () => lost);
  const lines = logged(many, many);
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)![1]).toMatchObject({ found: 1000 });
});

test('what waits from earlier starts is a warning, nothing is silence', () => {
  expect(logged([], [lost]).map(([level]) => level)).toEqual(['warn']);
  expect(logged([], [])).toEqual([]);
});
