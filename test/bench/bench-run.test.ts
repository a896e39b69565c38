import { expect, test } from 'vitest';
import type { ServerName } from '../../src/core/identity.ts';
import { generateIdentity } from '../../src/peer/keygen.ts';
import { freePorts } from '../e2e/free-port.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { benchRun, usualParts } from './bench-run.ts';
import type { Figures } from './figures.ts';

const all = [
  'burst: wall, ms',
  'burst: CPU of A, s',
  'burst: CPU of B, s',
  'burst: bytes to B per channel',
  'burst: event loop of A, p99.9, ms',
  'burst: event loop of B, p99.9, ms',
  'start after kill -9, ms',
  'link after kill -9: bytes to B',
  'burst: bytes to B per channel, not compressed',
  'memory of B per channel, bytes',
  'split: host B told of all removals, ms',
  'split: CPU of B, s',
  'reconnect, nothing changed: both bursts over, ms',
  'reconnect, nothing changed: proven equal, ms',
  'reconnect, nothing changed: host B shows all, ms',
  'reconnect, nothing changed: bytes both ways',
  'reconnect, 1 % changed: both bursts over, ms',
  'reconnect, 1 % changed: proven equal, ms',
  'reconnect, 1 % changed: host B shows all, ms',
  'reconnect, 1 % changed: bytes both ways',
  'reconnect, 1 % changed: bytes over those of as many changes while linked',
  'one change, p50, ms',
  'one change, p99, ms',
  'one change acknowledged to A, p50, ms',
  'one change: CPU of A and B, ms',
  'one change beside a slow peer, p50, ms',
  'one change beside a slow peer, p99, ms',
  'one change beside a slow host, p50, ms',
  'one change beside a slow host, p99, ms',
  'lost history: differences',
  'lost history: comparison → host B has all, ms',
  'lost history: bytes both ways',
  'lost history: CPU of A and B, s',
  'pipelined changes per second',
  'pipelined: CPU of A and B, s',
  'cold start, ms',
  'cold start: CPU, s',
];

/** Nine processes start one after the other: slow where all of a machine's cores are at work. */
const testMsMax = 180_000;

/** With the program as `npm run build` made it. */
async function run(): Promise<Figures> {
  const directory = temporaryDirectory();
  const identities = {
    a: await generateIdentity('a.bench' as ServerName),
    b: await generateIdentity('b.bench' as ServerName),
    c: await generateIdentity('c.bench' as ServerName),
  };
  const ports = (await freePorts(4)) as [number, number, number, number];
  const amounts = { channels: 50, restMs: 1, sequentialChanges: 10, pipelinedChanges: 500 };
  try {
    return await benchRun({
      ...amounts,
      only: new Set(usualParts),
      say: () => {},
      directory: directory.path,
      ports,
      identities,
    });
  } finally {
    directory.remove();
  }
}

test(
  'a run measures everything that there is, and finds no channel missing or different',
  async () => {
    const figures = await run();
    expect([...figures.keys()]).toEqual(all);
    for (const [name, value] of figures)
      expect({ name, value: Number.isFinite(value) }).toEqual({ name, value: true });
    expect(figures.get('burst: bytes to B per channel')).toBeGreaterThan(10);
    expect(figures.get('link after kill -9: bytes to B')).toBeLessThan(4000);
    // One that is left would keep the bench from ending.
    await expect.poll(() => process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
  },
  testMsMax,
);
