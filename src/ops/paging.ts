import { type CallError, invalidArgument } from './call-error.ts';

const PAGE_SIZE_DEFAULT = 100;
const PAGE_SIZE_MAX = 1000;

/** How many a page holds when so many were asked for; 0: the caller does not mind. */
export function pageSize(requested: number): number {
  return Math.min(requested || PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX);
}

/** The error for a page token that the call did not give. */
export function badPageToken(): CallError {
  return invalidArgument('the page token is none that this call gave: begin without one');
}
