import { describe, expect, it } from 'vitest';
import { inBatches } from '../../../src/rpc/in-batches.ts';

describe('inBatches', () => {
  it('keeps order and loses nothing', () => {
    const items = Array.from({ length: 1234 }, (_, i) => ({ i }));
    const batches = inBatches(items);
    expect(batches.flat()).toEqual(items);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(500);
  });

  it('keeps batches well under 1 MiB', () => {
    const items = Array.from({ length: 20 }, () => ({ mask: Buffer.alloc(100_000) }));
    expect(inBatches(items).map((batch) => batch.length)).toEqual([5, 5, 5, 5]);
  });

  it('makes a batch of its own of what is too big', () => {
    expect(inBatches([{ a: Buffer.alloc(900_000) }, { a: Buffer.alloc(1) }])).toHaveLength(2);
  });

  it('makes nothing of nothing', () => {
    expect(inBatches([])).toEqual([]);
  });
});
