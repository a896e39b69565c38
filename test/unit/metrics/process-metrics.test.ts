import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { type LoopDelay, ProcessMetrics } from '../../../src/metrics/process-metrics.ts';
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

/** Delays that a test chooses. */
function recording() {
  const watches: (LoopDelay & RecordableHistogram & { on: boolean })[] = [];
  const watch = () => {
    const turn = (on: boolean) => {
      made.on = on;
      return true;
    };
    const made = Object.assign(createHistogram(), {
      on: false,
      enable: () => turn(true),
      disable: () => turn(false),
    });
    watches.push(made);
    return made;
  };
  const registry = new Registry();
  const metrics = new ProcessMetrics(registry, 'x', watch);
  const isOn = () => watches.map(({ on }) => on);
  const delayed = (ms: number) => {
    for (const each of watches) each.record(ms * 1e6);
  };
  return { registry, metrics, isOn, delayed };
}

const FIGURES = ['mean', 'p99', 'p999', 'max'];

test('the delay of the event loop is told in seconds, as what most, nearly all and the worst looks saw', async () => {
  const { registry, metrics, isOn, delayed } = recording();
  const scraped = async () => {
    const told = await figuresOf(registry);
    return FIGURES.map((figure) => Number(told[`event_loop_delay_seconds{figure="${figure}"}`]!.toFixed(2)));
  };
  const sinceStart = () =>
    metrics.sinceStart().map(({ name, labels, value }) => [name, labels.figure, Number(value.toFixed(2))]);
  const expected = (values: readonly number[]) =>
    FIGURES.map((figure, n) => ['event_loop_delay_since_start_seconds', figure, values[n]]);
  expect(await scraped()).toEqual([0, 0, 0, 0]);
  expect(isOn()).toEqual([false, false]);
  metrics.start();
  expect(isOn()).toEqual([true, true]);

  for (let n = 0; n < 980; n++) delayed(100);
  for (let n = 0; n < 15; n++) delayed(200);
  for (let n = 0; n < 4; n++) delayed(400);
  delayed(9000);
  const values = [0.11, 0.2, 0.4, 9];
  expect(sinceStart()).toEqual(expected(values));
  expect(await scraped()).toEqual(values);
  // The scrape began one of them anew.
  expect(await scraped()).toEqual([0, 0, 0, 0]);
  expect(sinceStart()).toEqual(expected(values));
  metrics.stop();
  expect(isOn()).toEqual([false, false]);
});

test('memory is told by whose it is', async () => {
  const registry = new Registry();
  new ProcessMetrics(registry, 'x');
  const kinds = async () => {
    const told = await figuresOf(registry);
    return (kind: string) => told[`memory_bytes{kind="${kind}"}`]!;
  };
  const before = await kinds();
  expect(before('heap_total')).toBeGreaterThan(before('heap_used'));
  const outside = Buffer.alloc(64 * 2 ** 20);
  expect((await kinds())('external') - before('external')).toBeGreaterThan(outside.length / 2);
});
