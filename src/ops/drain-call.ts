import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ServerName } from '../core/identity.ts';
import type { DrainSidecarRequest__Output } from '../proto-types/cburst/v1/DrainSidecarRequest.ts';
import type { DrainSidecarResponse } from '../proto-types/cburst/v1/DrainSidecarResponse.ts';
import type { DrainState } from '../proto-types/cburst/v1/DrainState.ts';
import { callErrorFrom } from '../rpc/call-error.ts';
import type { By } from './caller-name.ts';

/** How far a drain is. */
export interface DrainProgress {
  /** `overdue`: it ended without everything having left. */
  readonly state: 'draining' | 'drained' | 'overdue';
  /** Linked peers that do not have everything yet, with how many items. */
  readonly waiting: readonly { readonly server: ServerName; readonly items: number }[];
}

export type DrainWatcher = (progress: DrainProgress) => void;

/** Begins to drain the sidecar, or only watches when it has begun. Returns how to stop watching. */
export type StartDrain = (by: string, timeoutMs: number, watcher: DrainWatcher) => () => void;

type DrainCall = ServerWritableStream<DrainSidecarRequest__Output, DrainSidecarResponse>;

/** What a page under way and a slow peer need; what a service manager waits for is more. */
const TIMEOUT_MS_DEFAULT = 30_000;
const TIMEOUT_MS_MAX = 600_000;

const STATES = {
  draining: 'DRAIN_STATE_DRAINING',
  drained: 'DRAIN_STATE_DRAINED',
  overdue: 'DRAIN_STATE_OVERDUE',
} as const satisfies Record<DrainProgress['state'], DrainState>;

/** Drains the sidecar, telling the caller how far it is whenever that changed. It goes on when the caller leaves. */
export function drainCall(call: DrainCall, by: By, start: StartDrain): void {
  let told = '';
  const tell: DrainWatcher = ({ state, waiting }) => {
    const peers = waiting.map(({ server, items }) => ({ server, waiting: items }));
    const news = JSON.stringify([state, peers]);
    if (news !== told) call.write({ state: STATES[state], peers });
    told = news;
    if (state !== 'draining') call.end();
  };
  try {
    const timeoutMs = Math.min(call.request.timeout_ms || TIMEOUT_MS_DEFAULT, TIMEOUT_MS_MAX);
    const stop = start(by(call), timeoutMs, tell);
    for (const over of ['cancelled', 'close', 'error']) call.on(over, stop);
  } catch (error) {
    call.emit('error', callErrorFrom(error));
  }
}
