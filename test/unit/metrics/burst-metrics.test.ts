import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { BurstMetrics } from '../../../src/metrics/burst-metrics.ts';
import { PAGE_LINES_MAX } from '../../../src/peer/session-receiver.ts';
import { b, c } from '../../support/replica-fixture.ts';
import { figuresOf } from './figures.ts';

function prepared() {
  const registry = new Registry();
  const world = { ms: 0, bytes: 0 };
  const bursts = new BurstMetrics(registry, { now: () => world.ms, receivedBytes: () => world.bytes });
  bursts.configure([b, c]);
  const page = (lines: number, sequence: number | null) =>
    bursts.step(b, 'page.received', { number: 1, lines, sequence });
  return { bursts, world, page, figures: () => figuresOf(registry) };
}

test('a burst counts with its pages, lines, bytes and duration; what comes after it is changes', async () => {
  const { bursts, world, page, figures } = prepared();
  world.bytes = 100;
  bursts.step(b, 'burst.received', { mode: 'full', sequence: 0 });
  page(10, null);
  page(5, null);
  world.ms = 2000;
  world.bytes = 1100;
  bursts.step(b, 'eob.received', { documents: 15, ids: null, missing: 0 });
  // Of what it does not hold, up to the resume point.
  page(2, null);
  page(1, 7);
  page(3, 8);
  expect(await figures()).toMatchObject({
    [`bursts_received_total{peer="${b}",mode="full"}`]: 1,
    [`burst_received_pages_total{peer="${b}"}`]: 4,
    [`burst_received_lines_total{peer="${b}"}`]: 18,
    [`burst_received_bytes_total{peer="${b}"}`]: 1000,
    [`burst_last_duration_seconds{peer="${b}"}`]: 2,
    'burst_duration_seconds_sum{mode="full"}': 2,
    'burst_duration_seconds_count{mode="full"}': 1,
    [`delta_received_pages_total{peer="${b}"}`]: 1,
    [`delta_received_lines_total{peer="${b}"}`]: 3,
  });
});

test('each burst counts by its mode, and the last one of a peer has a figure of its own', async () => {
  const { bursts, world, figures } = prepared();
  for (const [mode, seconds] of [
    ['full', 9],
    ['resume', 4],
  ] as const) {
    bursts.step(b, 'burst.received', { mode, sequence: 0 });
    world.ms += seconds * 1000;
    bursts.step(b, 'eob.received', { documents: 0, ids: null, missing: 0 });
  }
  expect(await figures()).toMatchObject({
    [`bursts_received_total{peer="${b}",mode="full"}`]: 1,
    [`bursts_received_total{peer="${b}",mode="resume"}`]: 1,
    'burst_duration_seconds_sum{mode="full"}': 9,
    'burst_duration_seconds_sum{mode="resume"}': 4,
    [`burst_last_duration_seconds{peer="${b}"}`]: 4,
  });
});

test('of a peer that is removed nothing is told any more, though its link has yet to end', async () => {
  const { bursts, world, page, figures } = prepared();
  const burst = () => {
    bursts.step(b, 'burst.prepared', { mode: 'full', since: 0, why: null });
    bursts.step(b, 'burst.received', { mode: 'full', sequence: 0 });
    page(1, null);
    world.bytes += 10;
    bursts.step(b, 'eob.received', { documents: 1, ids: null, missing: 0 });
  };
  burst();
  bursts.step(b, 'burst.received', { mode: 'full', sequence: 0 });
  bursts.configure([c]);
  burst();
  expect(Object.keys(await figures()).filter((series) => series.includes(b))).toEqual([]);

  // Back again before its link is closed: from the beginning.
  world.bytes = 0;
  bursts.configure([b, c]);
  bursts.step(b, 'eob.received', { documents: 1, ids: null, missing: 0 });
  page(3, null);
  bursts.linkEnded(b, 'timeout');
  const told = await figures();
  expect(told).toMatchObject({
    [`burst_received_lines_total{peer="${b}"}`]: 0,
    [`delta_received_lines_total{peer="${b}"}`]: 3,
  });
  expect(Object.keys(told).filter((series) => /failures|last_duration/.test(series))).toEqual([]);
});

test('a burst that the end of the link cuts off has failed, a finished one has not', async () => {
  const { bursts, figures } = prepared();
  bursts.step(b, 'burst.received', { mode: 'resume', sequence: 3 });
  bursts.step(c, 'burst.received', { mode: 'full', sequence: 0 });
  bursts.step(c, 'eob.received', { documents: 0, ids: null, missing: 0 });
  bursts.linkEnded(b, 'timeout');
  bursts.linkEnded(c, 'timeout');
  const told = await figures();
  expect(told).toMatchObject({ [`burst_failures_total{peer="${b}",reason="timeout"}`]: 1 });
  expect(Object.keys(told).filter((series) => series.startsWith('burst_failures'))).toHaveLength(1);
  // It fails once, not with the end of each link after it.
  bursts.linkEnded(b, 'timeout');
  expect(await figures()).toEqual(told);
  expect(told).not.toHaveProperty(`bursts_received_total{peer="${b}",mode="resume"}`);
});

test('what a new link brings before its burst is no part of the one before', async () => {
  const { bursts, page, figures } = prepared();
  bursts.step(b, 'burst.received', { mode: 'full', sequence: 0 });
  bursts.step(b, 'eob.received', { documents: 0, ids: null, missing: 0 });
  bursts.linkEnded(b, 'connection');
  page(3, null);
  expect(await figures()).toMatchObject({ [`delta_received_lines_total{peer="${b}"}`]: 3 });
});

test('a peer cannot push the count of lines by saying more than a page may have', async () => {
  const { page, figures } = prepared();
  page(2 ** 53 - 1, 1);
  expect(await figures()).toMatchObject({ [`delta_received_lines_total{peer="${b}"}`]: PAGE_LINES_MAX });
});

test('bursts for a peer count when they begin', async () => {
  const { bursts, figures } = prepared();
  bursts.step(b, 'burst.prepared', { mode: 'resume', since: 5 });
  bursts.step(b, 'page.acknowledged', { page: 1 });
  const told = Object.entries(await figures()).filter(([, value]) => value !== 0);
  expect(told).toEqual([[`bursts_prepared_total{peer="${b}",mode="resume"}`, 1]]);
});
