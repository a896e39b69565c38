import type { ServerName } from './identity.ts';
import { parseServerName } from './identity.ts';

/**
 * When a write happened: a hybrid logical clock value. Total order over writes: milliseconds, then counter, then server
 * name bytewise. Ages and times shown to people never come from stamps.
 */
export interface Stamp {
  /** Unix milliseconds, 0 to 2^48 - 1. */
  readonly ms: number;
  /** 0 to 2^32 - 1. */
  readonly counter: number;
  readonly server: ServerName;
}

const MS_MAX = 2 ** 48 - 1;
const COUNTER_MAX = 2 ** 32 - 1;

export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.ms !== b.ms) return a.ms - b.ms;
  if (a.counter !== b.counter) return a.counter - b.counter;
  return a.server < b.server ? -1 : a.server > b.server ? 1 : 0;
}

/** The smallest stamp above `stamp` that its server can issue. */
export function nextStamp(stamp: Stamp): Stamp {
  return stampAfter(stamp, 1);
}

/** The stamp so many steps above, 0 to 2^32. The counter carries into the milliseconds. */
export function stampAfter({ ms, counter, server }: Stamp, steps: number): Stamp {
  const next = counter + steps;
  return next <= COUNTER_MAX
    ? { ms, counter: next, server }
    : { ms: ms + 1, counter: next - COUNTER_MAX - 1, server };
}

/** The stamp of a default that nobody wrote: every write beats it. */
export function floorStamp(server: ServerName): Stamp {
  return { ms: 0, counter: 0, server };
}

export function isFloor(stamp: Stamp): boolean {
  return stamp.ms === 0 && stamp.counter === 0;
}

/** `<ms>.<counter>@<server>`, numbers in base 36; the counter is left out when 0. */
export function formatStamp(stamp: Stamp): string {
  const counter = stamp.counter === 0 ? '' : `.${stamp.counter.toString(36)}`;
  return `${stamp.ms.toString(36)}${counter}@${stamp.server}`;
}

/** The inverse of `formatStamp`, or null. */
export function parseStamp(text: string): Stamp | null {
  const match = /^([0-9a-z]{1,10})(?:\.([0-9a-z]{1,7}))?@(.+)$/.exec(text);
  const server = parseServerName(match?.[3] ?? '');
  if (!match || server === null) return null;
  return stampOf(Number.parseInt(match[1]!, 36), Number.parseInt(match[2] ?? '0', 36), server);
}

/** The stamp, or null when a number is out of its bounds. */
export function stampOf(ms: number, counter: number, server: ServerName): Stamp | null {
  const inBounds = ms >= 0 && ms <= MS_MAX && counter >= 0 && counter <= COUNTER_MAX;
  return inBounds ? { ms, counter, server } : null;
}
