import type { BenchNetwork } from '../bench-network.ts';
import type { Amounts } from '../figures.ts';

/** What a part of a run has. Each part leaves the network linked, and host B told of all channels. */
export interface PartContext {
  readonly network: BenchNetwork;
  readonly amounts: Amounts;
  readonly note: (name: string, value: number) => void;
}

/** Which change of a topic comes next is never one that was: the parts count from different numbers. */
export const rounds = {
  reconnect: 1,
  live: 2,
  sequential: 1000,
  besideSlowPeer: 100_000,
  besideSlowHost: 200_000,
  lost: 300_000,
  pipelined: 400_000,
} as const;
