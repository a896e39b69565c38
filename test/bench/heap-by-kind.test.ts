import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import { expect, test } from 'vitest';
import { growthOf, takeHeapByKind } from './heap-by-kind.ts';

test('what came to the heap is told by kind', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cburst-heap-'));
  const look = () => {
    writeHeapSnapshot(join(directory, 'one.heapsnapshot'));
    return takeHeapByKind(directory);
  };
  const before = look();
  const kept = Array.from(
    { length: 10_000 },
    (_, number) => new Map([[number, { number, text: `${number}.text` }]]),
  );
  const grown = growthOf(before, look(), kept.length);
  expect(readdirSync(directory)).toEqual([]);
  expect(grown.get('maps and sets')).toBeGreaterThan(16);
  expect(grown.get('plain objects')).toBeGreaterThan(16);
  expect(grown.get('strings')).toBeGreaterThan(12);
  expect(grown.get('all')).toBeGreaterThan(grown.get('maps and sets')! + grown.get('plain objects')!);
  expect(kept).toHaveLength(10_000);
});
