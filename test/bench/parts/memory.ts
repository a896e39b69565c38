import { heapSignal } from '../bench-sidecar.ts';
import { growthOf, type HeapByKind, takeHeapByKind } from '../heap-by-kind.ts';
import { pause, residentBytes } from '../proc-stats.ts';
import type { PartContext } from './part.ts';

/** How B grows when it takes in the channels of a first burst. */
export async function measureMemory({ network, amounts, note }: PartContext): Promise<void> {
  await network.emptyB({ compressed: true });
  const before = residentBytes(network.b.pid);
  await network.burst();
  await pause(amounts.restMs);
  note('memory of B per channel, bytes', (residentBytes(network.b.pid) - before) / amounts.channels);
}

/** What the channels take in B's heap once garbage is collected, by kind. */
export async function measureHeap(context: PartContext): Promise<void> {
  const { network, amounts, note } = context;
  await network.emptyB({ compressed: true });
  const before = await heapOfB(context);
  await network.burst();
  await network.idle();
  for (const [kind, bytes] of growthOf(before, await heapOfB(context), amounts.channels)) {
    note(`heap of B per channel: ${kind}, bytes`, bytes);
  }
}

async function heapOfB({ network }: PartContext): Promise<HeapByKind> {
  process.kill(network.b.pid, heapSignal);
  await network.idle();
  return takeHeapByKind(network.b.directory);
}
