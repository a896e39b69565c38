import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { benchmark: { include: ['test/bench/micro/*.bench.ts'] }, maxWorkers: 1, fileParallelism: false },
});
