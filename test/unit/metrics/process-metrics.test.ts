import { setTimeout } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { ProcessMetrics } from '../../../src/metrics/process-metrics.ts';
import { figuresOf } from './figures.ts';

test('memory, version, and a delay of the event loop that was there are told', async () => {
  const registry = new Registry();
  const metrics = new ProcessMetrics(registry, '1.2.3');
  onTestFinished(() => metrics.stop());
  const before = await figuresOf(registry);
  expect(before['build_info{version="1.2.3"}']).toBe(1);
  expect(before['memory_bytes{kind="resident"}']).toBeGreaterThan(before['memory_bytes{kind="heap_used"}']!);
  expect(before['event_loop_delay_seconds{figure="max"}']).toBe(0);

  metrics.start();
  let told = before;
  while (told['event_loop_delay_seconds{figure="max"}'] === 0) {
    // Each look forgets what was seen, which takes the loop some turns that are 10 ms apart.
    await setTimeout(50);
    told = await figuresOf(registry);
  }
  expect(told['event_loop_delay_seconds{figure="mean"}']).toBeGreaterThan(0);
  // Of few looks the longest.
  const max = told['event_loop_delay_seconds{figure="max"}']!;
  expect(told['event_loop_delay_seconds{figure="p999"}']).toBeCloseTo(max, 3);
});
