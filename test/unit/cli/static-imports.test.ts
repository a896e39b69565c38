import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** Names a value is taken from: what only a type needs is not there when the program runs. */
const valueImport = /^(?:import|export) (?!type )(?:[^';]*? from )?'([^']+)';/gm;

/** The packages that are loaded before a command runs: by the program of all commands, and by what that imports. */
function packagesOf(entry: string): Set<string> {
  const packages = new Set<string>();
  const files = new Set([entry]);
  for (const file of files) {
    for (const [, from] of readFileSync(file, 'utf8').matchAll(valueImport)) {
      if (from!.startsWith('.')) files.add(join(dirname(file), from!));
      else if (!from!.startsWith('node:')) packages.add(from!);
    }
  }
  return packages;
}

test('--help and wrong arguments are answered without what commands need when they run', () => {
  expect([...packagesOf('src/cli/run-cli.ts')]).toEqual(['commander']);
});

test('the walk finds what is imported', () => {
  expect([...packagesOf('src/cli/ops-client.ts')]).toContain('@grpc/grpc-js');
});
