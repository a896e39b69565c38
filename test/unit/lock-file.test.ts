import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

describe('package-lock.json', () => {
  // For npm ci npm reads the lock file, not the packages: without "gypfile": false there it runs node-gyp for whatever has a
  // binding.gyp, which fails without Python and a compiler. npm install takes the line out of an entry that it writes anew.
  it('keeps npm ci from compiling, which takes more than Node and npm', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { gypfile?: boolean }>;
    };
    const compilable = Object.keys(packages).filter((path) => existsSync(join(root, path, 'binding.gyp')));
    expect(compilable).toContain('node_modules/better-sqlite3');
    expect(compilable.filter((path) => packages[path]?.gypfile !== false)).toEqual([]);
  });
});
