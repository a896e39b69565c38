import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { StoreMetrics } from '../../../src/metrics/store-metrics.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { figuresOf } from './figures.ts';

function prepared(store: MemoryStore = new MemoryStore()) {
  const directory = mkdtempSync(join(tmpdir(), 'cburst-metrics-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'x.db');
  const registry = new Registry();
  let ms = 0;
  // Every look at the clock takes 20 ms.
  const metrics = new StoreMetrics(registry, { now: () => (ms += 20), path });
  return { path, registry, counted: metrics.count(store) };
}

const change = { space: 's', key: 'k', value: Buffer.from('12345') };

test('commits are timed, and what they write is counted', async () => {
  const { registry, counted, path } = prepared();
  counted.commit([change, { ...change, key: 'l', value: null }]);
  writeFileSync(path, 'three bytes and more');
  writeFileSync(`${path}-wal`, 'a log');
  expect(await figuresOf(registry)).toMatchObject({
    'store_commit_duration_seconds_bucket{le="0.01"}': 0,
    'store_commit_duration_seconds_bucket{le="0.05"}': 1,
    store_commit_duration_seconds_count: 1,
    store_written_records_total: 2,
    store_written_bytes_total: 5,
    'store_file_bytes{file="database"}': 20,
    'store_file_bytes{file="log"}': 5,
  });
  rmSync(`${path}-wal`);
  expect(await figuresOf(registry)).toMatchObject({ 'store_file_bytes{file="log"}': 0 });
});

test('a counted store is the store', () => {
  const { counted } = prepared();
  counted.commit([change]);
  expect([...counted.load()].map(({ key }) => key)).toEqual(['k']);
  counted.setAside({ ...change, reason: 'odd' });
  expect([...counted.listSetAside()].map(({ reason }) => reason)).toEqual(['odd']);
  expect([...counted.load()]).toEqual([]);
  counted.checkpoint();
  counted.close();
  expect(() => counted.commit([change])).toThrow();
});

test('a commit that fails is not counted, and fails', async () => {
  class FullStore extends MemoryStore {
    override commit(): void {
      throw new Error('the disk is full');
    }
  }
  const { registry, counted } = prepared(new FullStore());
  expect(() => counted.commit([change])).toThrow('the disk is full');
  expect(await figuresOf(registry)).toMatchObject({
    store_commit_duration_seconds_count: 0,
    store_written_records_total: 0,
    store_written_bytes_total: 0,
  });
});
