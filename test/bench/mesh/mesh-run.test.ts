import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { meshRun } from './mesh-run.ts';

/** Three processes start, on a machine that may have other work. */
const testMsMax = 120_000;

test(
  'every change arrives at every other host, and what it takes is told',
  async () => {
    const directory = temporaryDirectory();
    const amounts = { sidecars: 2, channels: 5, rate: 32, seconds: 1 };
    try {
      const { figures, rate } = await meshRun({ ...amounts, directory: directory.path, say: () => {} });
      expect(rate).toBeGreaterThan(0);
      expect(figures.get('changes a second over all')).toBeGreaterThan(0);
      expect(figures.get('delay, p50, ms')).toBeGreaterThan(0);
      expect(figures.get('lines in, each sidecar a second')).toBeGreaterThan(0);
      expect(figures.get('memory of one sidecar, MiB')).toBeGreaterThan(10);
    } finally {
      directory.remove();
    }
  },
  testMsMax,
);
