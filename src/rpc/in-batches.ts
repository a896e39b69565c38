/** A message of the API is at most 1 MiB; half of it leaves room for what the estimate misses. */
const BATCH_BYTES_MAX = 512 * 1024;
const BATCH_ITEMS_MAX = 500;

/** Cuts `items` into batches that keep the bound; an item that alone exceeds it is a batch of its own. */
export function inBatches<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = estimateBytes(item);
    const batch = batches.at(-1);
    if (batch === undefined || batch.length >= BATCH_ITEMS_MAX || bytes + size > BATCH_BYTES_MAX) {
      batches.push([item]);
      bytes = size;
    } else {
      batch.push(item);
      bytes += size;
    }
  }
  return batches;
}

/** An upper estimate of the encoded size: a few bytes for each number and frame, the length of each text. */
function estimateBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length + 4;
  if (typeof value === 'string') return value.length * 3 + 4;
  if (typeof value !== 'object' || value === null) return 12;
  let bytes = 8;
  for (const part of Object.values(value)) bytes += estimateBytes(part);
  return bytes;
}
