import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import type { Stamp } from '../../../src/core/stamp.ts';
import { ConvergenceMetrics } from '../../../src/metrics/convergence-metrics.ts';
import { a, at, b, c, t0 } from '../../support/replica-fixture.ts';
import { figuresOf } from './figures.ts';

const delays = (series: string) => `convergence_delay_seconds_${series}{origin="${b}"}`;

function prepared() {
  const registry = new Registry();
  const metrics = new ConvergenceMetrics(registry, [b], t0);
  const applied = (afterMs: number, ...channels: Stamp[][]) => metrics.applied(channels, t0 + afterMs);
  const told = async () => {
    const figures = await figuresOf(registry);
    return { count: figures[delays('count')], sum: figures[delays('sum')] };
  };
  const configure = (afterMs: number, ...peers: ServerName[]) => metrics.configure(peers, t0 + afterMs);
  return { applied, configure, told, figures: () => figuresOf(registry) };
}

test('the delay of a write is from its stamp until the host shows it; once', async () => {
  const { applied, told } = prepared();
  applied(1500, [at(1000, b), at(900, b)]);
  applied(9000, [at(1000, b)]);
  expect(await told()).toEqual({ count: 1, sum: 0.5 });
});

test('of what the host tells at once every channel counts', async () => {
  const { applied, told } = prepared();
  applied(1500, [at(1000, b)], [at(500, b)], []);
  expect(await told()).toEqual({ count: 2, sum: 1.5 });
});

test('writes from before the start, of this server and of unknown ones do not count', async () => {
  const { applied, told } = prepared();
  applied(100, [at(-1, b)], [at(10, a), at(10, c)]);
  expect(await told()).toEqual({ count: undefined, sum: undefined });
});

test('a write of a clock that is ahead took no time', async () => {
  const { applied, told } = prepared();
  applied(100, [at(5000, b)]);
  expect(await told()).toEqual({ count: 1, sum: 0 });
});

test('a peer that is added counts from then on, and one that stays is not begun anew', async () => {
  const { applied, configure, told, figures } = prepared();
  applied(1500, [at(1000, b)]);
  configure(2000, b, c);
  applied(3000, [at(1000, b)], [at(1999, c)]);
  expect(await told()).toEqual({ count: 1, sum: 0.5 });
  // On its way while the file was read again.
  applied(3000, [at(1750, b)]);
  expect(await told()).toEqual({ count: 2, sum: 1.75 });
  applied(3000, [at(2500, c)]);
  expect(await figures()).toMatchObject({ [`convergence_delay_seconds_sum{origin="${c}"}`]: 0.5 });
});

test('a peer that is removed counts no more, and is not told of', async () => {
  const { applied, configure, figures } = prepared();
  applied(1500, [at(1000, b)]);
  configure(2000, c);
  applied(3000, [at(2500, b)]);
  expect(await figures()).toEqual({});
});
