import { setTimeout as wait } from 'node:timers/promises';
import type { EventPosition } from '../proto-types/cburst/v1/EventPosition.ts';
import type { WatchEventsRequest } from '../proto-types/cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse__Output } from '../proto-types/cburst/v1/WatchEventsResponse.ts';
import { BackOff } from '../reconnect/back-off.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';
import type { OpsClient } from './ops-client.ts';

/** A sidecar that was killed is back in about a second. */
const RETRY_BOUNDS = { firstMs: 250, lastMs: 5000 };

export interface WatchOptions {
  /** The filters. */
  readonly request: Omit<WatchEventsRequest, 'after' | 'tell_start'>;
  /** The last event that was seen; null: from now on. */
  readonly after: EventPosition | null;
  readonly signal: AbortSignal;
}

export interface WatchReports {
  /** Watching has begun, for the first time or once more. */
  watching(again: boolean): void;
  /** The connection broke; it is tried again until somebody answers. */
  broken(error: CliError): void;
}

/**
 * Every answer, starts among them, until `signal` aborts or the sidecar ends the stream. A connection that breaks once watching
 * has begun is made again, and goes on after the last event that was seen; what cannot be had any more the start that follows
 * tells. Throws a CliError where nobody answers at first, and where the call is refused.
 */
export async function* watchEvents(
  client: Pick<OpsClient, 'watch'>,
  { request, after, signal }: WatchOptions,
  reports: WatchReports,
): AsyncGenerator<WatchEventsResponse__Output> {
  const backOff = new BackOff(Math.random, RETRY_BOUNDS);
  let seen = after;
  let hasBegun = false;
  const watching = () => {
    reports.watching(hasBegun);
    hasBegun = true;
    backOff.reset();
  };
  for (let isBroken = true; isBroken; ) {
    isBroken = false;
    const asked = { ...request, ...(seen === null ? { tell_start: true } : { after: seen }) };
    try {
      for await (const answer of client.watch(asked, signal, watching)) {
        seen = answer.start?.position ?? { run: answer.run, number: answer.number };
        yield answer;
      }
    } catch (error) {
      if (!hasBegun || !isLost(error)) throw error;
      reports.broken(error);
      isBroken = await pause(backOff.next(), signal);
    }
  }
}

/** False: everything is over. */
async function pause(delayMs: number, signal: AbortSignal): Promise<boolean> {
  await wait(delayMs, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}

function isLost(error: unknown): error is CliError {
  return error instanceof CliError && error.exitCode === exitCodes.unreachable;
}
