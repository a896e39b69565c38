import type { GetStatusResponse__Output } from '../../proto-types/cburst/v1/GetStatusResponse.ts';
import type { Peer__Output } from '../../proto-types/cburst/v1/Peer.ts';

/** What a sidecar said at one moment. */
export interface TopSample {
  /** Unix milliseconds. */
  readonly at: number;
  readonly status: GetStatusResponse__Output;
  readonly peers: readonly Peer__Output[];
}

/** A minute at a sample a second. */
export const SAMPLES_MAX = 61;

/** The samples with one more, and only the last SAMPLES_MAX. */
export function withSample(samples: readonly TopSample[], sample: TopSample): TopSample[] {
  return [...samples, sample].slice(-SAMPLES_MAX);
}

/** By how much a count grew in a second, between each two samples. One that began anew counts from 0. */
export function ratesOf(samples: readonly TopSample[], count: (sample: TopSample) => number): number[] {
  return samples.slice(1).map((sample, index) => {
    const before = samples[index]!;
    const seconds = Math.max(1, sample.at - before.at) / 1000;
    const grown = count(sample) - count(before);
    return (grown < 0 ? count(sample) : grown) / seconds;
  });
}

export const topCounts = {
  events: ({ status }: TopSample) => status.host?.events ?? 0,
  updates: ({ status }: TopSample) => status.host?.updates ?? 0,
  changes: ({ status }: TopSample) => status.sequence,
  /** Changes of the peer that came here. */
  received: (server: string) => (sample: TopSample) =>
    sample.peers.find((peer) => peer.server === server)?.received_sequence ?? 0,
};

/** Changes that either side of the link lacks. */
export function lagOf({ unacknowledged_changes, unstored_changes }: Peer__Output): number {
  return unacknowledged_changes + unstored_changes;
}
