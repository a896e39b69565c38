import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { applyMutant, copySources, listMutants, skipWithoutGit } from './mutants.ts';

const copy = copySources();
afterAll(() => rmSync(copy, { recursive: true }));

test('there are at least 15 mutants, each with a line that says what is wrong with it', () => {
  const mutants = listMutants();
  expect(mutants.length).toBeGreaterThanOrEqual(15);
  expect(mutants.filter(({ wrong }) => wrong === '' || wrong.startsWith('diff'))).toEqual([]);
});

test.skipIf(skipWithoutGit()).each(listMutants())('$name still applies to the sources', (mutant) => {
  expect(applyMutant(mutant, copy, ['--check'])).toBeNull();
});
