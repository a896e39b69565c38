import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // Says which suites are skipped because a program is missing.
    globalSetup: ['test/missing-programs.ts'],
    // Real processes start and stop in the end-to-end tests; nothing waits on time alone.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Hundreds of processes are started: with what Node compiled before, each start costs half.
    env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../dist/compile-cache') },
  },
});
