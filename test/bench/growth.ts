import { freemem } from 'node:os';
import type { Part } from './bench-run.ts';
import { nowMs } from './clock.ts';
import { type Comparison, compare } from './compare.ts';
import type { Summaries } from './report.ts';

export interface GrowthOptions {
  readonly sizes: readonly number[];
  /** No size is begun that would, by what the last one took, not be over by then. */
  readonly minutes: number;
  readonly say: (text: string) => void;
}

export interface Growth {
  readonly steps: readonly Comparison[];
  /** Why it stopped before the last size; null: it did not. */
  readonly stopped: string | null;
}

/** One run of each size: what is looked for is how figures grow, which is much more than how they vary. */
const amounts = { restMs: 10_000, sequentialChanges: 200, pipelinedChanges: 20_000 };
const only: ReadonlySet<Part> = new Set(['memory', 'reconnect', 'latency', 'pipeline', 'start']);

/** The sidecars and hosts of a run together, over what B alone takes. */
const processesOverB = 5;
/** Of what is free: the rest is for what else the machine does. */
const memoryShare = 0.7;

/** From small to large, as far as time and memory of the machine go; the sidecars alone. */
export async function measureGrowth({ sizes, minutes, say }: GrowthOptions): Promise<Growth> {
  const deadline = nowMs() + minutes * 60_000;
  const steps: Comparison[] = [];
  let lastMs = 0;
  for (const channels of sizes) {
    const before = steps.at(-1);
    const stopped = before === undefined ? null : whyNot(before, channels, deadline - nowMs(), lastMs);
    if (stopped !== null) return { steps, stopped };
    const startedAt = nowMs();
    try {
      steps.push(await compare({ ...amounts, channels, only, runs: 1, vs: null, say }));
    } catch (error) {
      return { steps, stopped: `${channels} channels: ${(error as Error).message.split('\n', 1)[0]}` };
    }
    lastMs = nowMs() - startedAt;
  }
  return { steps, stopped: null };
}

/** Why a size is not begun; everything is taken to grow as the number of channels. */
export function whyNot(
  before: { readonly channels: number; readonly ours: Summaries },
  channels: number,
  leftMs: number,
  lastMs: number,
  free = freemem(),
): string | null {
  const size = `${channels.toLocaleString('en')} channels`;
  if ((lastMs * channels) / before.channels > leftMs) return `${size} would take longer than the time given`;
  const ofB = before.ours.get('memory of B per channel, bytes')?.median ?? 0;
  if (ofB * channels * processesOverB > free * memoryShare) return `${size} would not fit in memory`;
  return null;
}
