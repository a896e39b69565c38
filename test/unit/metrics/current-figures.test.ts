import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { currentFigures } from '../../../src/metrics/current-figures.ts';

function full() {
  const registry = new Registry();
  const registers = [registry];
  const looks = { delay: 0 };
  new Histogram({ name: 'cburst_h_seconds', help: 'h', buckets: [1, 2], registers }).observe(1.5);
  new Counter({ name: 'cburst_c_total', help: 'c', labelNames: ['peer'], registers }).inc(
    { peer: 'b.test' },
    3,
  );
  new Gauge({
    ...{ name: 'cburst_event_loop_delay_seconds', help: 'd', registers },
    collect: () => void looks.delay++,
  });
  return { registry, looks };
}

test('figures are told by name, without buckets, and none begins anew by that', async () => {
  const { registry, looks } = full();
  expect(await currentFigures(registry, () => true)).toEqual([
    { name: 'c_total', labels: { peer: 'b.test' }, value: 3 },
    { name: 'h_seconds_count', labels: {}, value: 1 },
    { name: 'h_seconds_sum', labels: {}, value: 1.5 },
  ]);
  expect(looks.delay).toBe(0);
});

test('only those that are wanted come', async () => {
  const names = await currentFigures(full().registry, (name) => name.endsWith('_total'));
  expect(names.map(({ name }) => name)).toEqual(['c_total']);
});
