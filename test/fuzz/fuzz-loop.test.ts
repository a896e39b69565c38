import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { expect, test } from 'vitest';
import { BranchCounters } from './branch-counters.ts';
import { type Finding, FuzzLoop } from './fuzz-loop.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { growBytes, mutateBytes } from './mutate-bytes.ts';
import { SeenBranches } from './seen-branches.ts';

type Planted = typeof import('./planted.ts');

const counters = new BranchCounters();
const planted = loadPlanted();

/** The module with counters, whatever loads the tests' modules. */
function loadPlanted(): Planted {
  const source = readFileSync(new URL('./planted.ts', import.meta.url), 'utf8').replaceAll('export ', '');
  const code = counters.instrument(stripTypeScriptTypes(source));
  return new Function(`${code}; return { readSecret, countPairs, countLetters };`)();
}

function targetOf(run: (input: string) => void): FuzzTarget {
  return {
    seeds: ['abcdefgh'],
    mutate: (input, other, random) => mutateBytes(input, other, ['x'], 100, random),
    grow: growBytes,
    run,
  };
}

function fuzz(target: FuzzTarget, runs: number, seed = 1): { loop: FuzzLoop; finding: Finding | null } {
  const loop = new FuzzLoop(
    target,
    { runs, seed, timed: false },
    { seen: new SeenBranches(counters), running: () => {} },
  );
  return { loop, finding: loop.advance(Number.POSITIVE_INFINITY) };
}

test('finds what only four right bytes in a row reach, and cuts the input down to them', () => {
  const { loop, finding } = fuzz(targetOf(planted.readSecret), 1_000_000);
  expect(finding?.what).toContain('the secret was read');
  expect(loop.shrink(finding!).input).toBe('KEY!');
});

test('finds what takes longer than the input grows, and nothing in what does not', () => {
  const slow = fuzz(targetOf(planted.countPairs), 100);
  expect(slow.finding?.what).toMatch(/^faster than linear, branches taken: /);
  expect(slow.loop.growsStill(slow.finding!.input)).toMatch(/^faster than linear, branches taken: /);
  expect(slow.loop.shrink(slow.finding!)).toBe(slow.finding);
  const { loop, finding } = fuzz(targetOf(planted.countLetters), 2000);
  expect(finding).toBeNull();
  expect(loop.stats.growthChecks).toBeGreaterThan(0);
});

test('the same seed gives the same inputs', () => {
  const inputsOf = (seed: number) => {
    const inputs: string[] = [];
    const mutate: FuzzTarget['mutate'] = (...from) => {
      inputs.push(targetOf(planted.countLetters).mutate(...from));
      return inputs.at(-1)!;
    };
    fuzz({ ...targetOf(planted.countLetters), mutate }, 500, seed);
    return createHash('sha256').update(inputs.join('\n')).digest('hex');
  };
  expect(inputsOf(7)).toEqual(inputsOf(7));
  expect(inputsOf(7)).not.toEqual(inputsOf(8));
});
