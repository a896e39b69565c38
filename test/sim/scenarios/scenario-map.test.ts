import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listMutants } from '../mutants.ts';

// README.md says which scenario stands for which finding; a name that changes has to change there too.

const SUFFIX = '.test.ts';

interface Row {
  readonly finding: string;
  /** `<file>: <name>`. */
  readonly scenario: string;
  readonly fails: string;
}

test('every scenario of the table is there, and every scenario that is there is in the table', () => {
  expect(
    rows()
      .map(({ scenario }) => scenario)
      .sort(),
  ).toEqual(scenarios().sort());
});

test('every scenario says under which wrong rule it fails, and those of mutants are there', () => {
  expect(rows()[0]!.finding).not.toBe('');
  expect(rows().filter(({ fails }) => fails.trim() === '')).toEqual([]);
  const named = rows().flatMap(({ fails }) => [...fails.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !listMutants().some((mutant) => mutant.name === name))).toEqual([]);
});

function rows(): Row[] {
  const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  const cells = [...text.matchAll(/^\|(?: (.*))? \| `([^`]+)`: (.*) \| (.*)\|$/gm)];
  return cells.map(([, finding, file, name, fails]) => ({
    finding: finding ?? '',
    scenario: `${file}: ${name}`,
    fails: fails!,
  }));
}

/** Of this folder's files, by what stands between the quotes. */
function scenarios(): string[] {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(SUFFIX));
  return files
    .filter((name) => !import.meta.filename.endsWith(name))
    .flatMap((name) => {
      const source = readFileSync(join(import.meta.dirname, name), 'utf8');
      const names = [...source.matchAll(/^ *test(?:\.each\(.*\))?\(\s*'(.*)',/gm)];
      return names.map(([, scenario]) => `${name.slice(0, -SUFFIX.length)}: ${scenario}`);
    });
}
