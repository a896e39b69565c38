import { expect, test } from 'vitest';
import { BranchCounters } from './branch-counters.ts';

/** Runs `body` as a function of `x` with counters; what it returns, and what each counter then stands at. */
function run(body: string, x: unknown): { result: unknown; hits: number[] } {
  const counters = new BranchCounters();
  const code = counters.instrument(`result(((x) => {${body}})(${JSON.stringify(x)}));`);
  let result: unknown;
  new Function('result', code)((value: unknown) => {
    result = value;
  });
  return { result, hits: [...counters.hits.subarray(0, counters.used)] };
}

test('both ways of a condition are counted, the one that is not written too', () => {
  expect(run('if (x) return 1; return 2;', true)).toEqual({ result: 1, hits: [1, 0, 1] });
  expect(run('if (x) return 1; return 2;', false)).toEqual({ result: 2, hits: [1, 1, 0] });
});

test('a condition within a loop without braces keeps its meaning', () => {
  const body = 'let n = 0; for (const y of x) if (y > 1) if (y > 2) n += 10; else n++; return n;';
  const { result, hits } = run(body, [1, 2, 3, 4]);
  expect(result).toBe(21);
  expect(hits.toSorted()).toEqual([1, 1, 1, 2, 3, 4]);
});

test.each([
  ['return x ? x > 1 ? "many" : "one" : "none";', 2, 'many'],
  ['return x.map((y) => ({ y })).length && (x[0] ?? 7);', [null], 7],
  ['switch (x) { case 1: case 2: return "few"; default: { return "many"; } }', 2, 'few'],
  ['let n = 0; do n++; while (n < x); while (n < 9) n += 2; return n;', 4, 10],
  ['class A { #a = x; get a() { return this.#a || 5; } } return new A().a;', 0, 5],
])('the counted program does what the program does: %s', (body, x, expected) => {
  expect(run(body, x).result).toBe(expected);
});

test('lines keep their numbers', () => {
  const lines = 'const a = 1;\nif (a)\n  a.b();\n';
  expect(new BranchCounters().instrument(lines).split('\n')).toHaveLength(lines.split('\n').length);
});
