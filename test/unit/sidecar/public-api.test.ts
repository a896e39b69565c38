import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as publicApi from '../../../src/sidecar/public-api.ts';

test('the package gives out the public interface', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  const source = exports['.'].default.replace('./dist/', 'src/').replace(/\.js$/, '.ts');
  expect(exports['.'].types).toBe(exports['.'].default.replace(/\.js$/, '.d.ts'));
  expect(existsSync(source)).toBe(true);
  expect(publicApi.startSidecar).toBeTypeOf('function');
});

test('the examples of burst extensions use nothing else of the sources', () => {
  const directories = ['basic-burst', 'url-burst', 'integration'].map((name) => join('examples', name));
  const files = directories.flatMap((directory) =>
    readdirSync(directory)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => join(directory, file)),
  );
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const imports = [...readFileSync(file, 'utf8').matchAll(/from '([^']*\/src\/[^']*)'/g)].map(
      ([, path]) => path,
    );
    expect(new Set(imports)).toEqual(new Set(imports.length > 0 ? ['../../src/sidecar/public-api.ts'] : []));
  }
});
