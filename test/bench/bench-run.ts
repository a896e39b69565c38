import { BenchNetwork, type BenchNetworkOptions } from './bench-network.ts';
import type { Amounts, Figures } from './figures.ts';
import { killAndReturn, measureBurst, measurePlainBurst } from './parts/burst.ts';
import { measurePipelined, measureSequential } from './parts/changes.ts';
import { measureColdStart } from './parts/cold-start.ts';
import { measureHeap, measureMemory } from './parts/memory.ts';
import type { PartContext } from './parts/part.ts';
import { measureReconnects } from './parts/reconnect.ts';
import { measureThird } from './parts/third.ts';

/** In the order in which they are measured. */
const measures = {
  durability: killAndReturn,
  plain: measurePlainBurst,
  memory: measureMemory,
  reconnect: measureReconnects,
  latency: measureSequential,
  third: measureThird,
  pipeline: measurePipelined,
  start: measureColdStart,
  heap: measureHeap,
} satisfies Record<string, (context: PartContext) => Promise<void>>;

/**
 * Parts of a run that can be chosen. The burst is always measured: all others start from it. `heap` takes long and makes the
 * sidecars slower, so it is done only when it is asked for.
 */
export const parts = Object.keys(measures) as readonly Part[];
export const usualParts = parts.filter((part) => part !== 'heap');
export type Part = keyof typeof measures;

export interface BenchRunOptions extends Amounts, Omit<BenchNetworkOptions, 'snapshots'> {
  readonly only: ReadonlySet<Part>;
  /** Progress, for people. */
  readonly say: (text: string) => void;
}

/** Measures everything once, with fresh processes. Throws when a host was told something else than the data set. */
export async function benchRun(options: BenchRunOptions): Promise<Figures> {
  const figures: Figures = new Map();
  const network = new BenchNetwork({ ...options, snapshots: options.only.has('heap') });
  try {
    await network.start();
    await measure(options, {
      network,
      amounts: options,
      note: (name, value) => figures.set(name, value),
    });
    return figures;
  } finally {
    await network.stop();
  }
}

async function measure({ only, say }: BenchRunOptions, context: PartContext): Promise<void> {
  await measureBurst(context);
  for (const part of parts) {
    if (!only.has(part)) continue;
    say(`  ${part}`);
    await measures[part](context);
  }
}
