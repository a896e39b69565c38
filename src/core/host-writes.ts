/**
 * What may be written to the host: `go`: all that it should show; `observe`: nothing, as it was never begun with; `freeze`:
 * nothing, as somebody stopped it.
 */
export const writeModes = ['go', 'observe', 'freeze'] as const;

export type WriteMode = (typeof writeModes)[number];

/** Whether the host is written to, and who said so. */
export interface HostWrites {
  readonly mode: WriteMode;
  /** Why, for people; may be empty. */
  readonly reason: string;
  /** Who decided; empty: the configuration did. */
  readonly by: string;
  /** Since when, Unix milliseconds; 0: from the start. */
  readonly since: number;
}

/** As a sidecar starts with an empty store. */
export function initialWrites(mode: WriteMode): HostWrites {
  return { mode, reason: '', by: '', since: 0 };
}
