import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { applyMutant, copySources, listMutants, SEEDS_MAX, skipWithoutGit } from './mutants.ts';

const copy = copySources();
afterAll(() => rmSync(copy, { recursive: true }));

test('there are at least 15 mutants, each with a line that says what is wrong with it', () => {
  const mutants = listMutants();
  expect(mutants.length).toBeGreaterThanOrEqual(15);
  expect(mutants.filter(({ wrong }) => wrong === '' || wrong.startsWith('diff'))).toEqual([]);
});

test('the table says of each which seed found it, within as many as it may take', () => {
  const text = readFileSync(join(import.meta.dirname, 'mutants/README.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([^`]+)` \| (\d+) \| [^|]+ \| [0-9a-f]{7} \| (.*) \|$/gm)];
  expect(rows.map(([, name, , wrong]) => ({ name, wrong }))).toEqual(
    listMutants().map(({ name, wrong }) => ({ name, wrong })),
  );
  expect(rows.filter(([, , seed]) => Number(seed) > SEEDS_MAX)).toEqual([]);
});

test.skipIf(skipWithoutGit()).each(listMutants())('$name still applies to the sources', (mutant) => {
  expect(applyMutant(mutant, copy, ['--check'])).toBeNull();
});
