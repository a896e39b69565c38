import type { ChannelKey } from '../core/casemapping.ts';
import { ircBytes, ircText } from '../core/irc-text.ts';
import { CallError } from '../rpc/call-error.ts';

const PAGE_SIZE_DEFAULT = 100;
const PAGE_SIZE_MAX = 1000;

/** How many a page holds when so many were asked for; 0: the caller does not mind. */
export function pageSize(requested: number): number {
  return Math.min(requested || PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX);
}

/** The error for a page token that the call did not give. */
export function badPageToken(): CallError {
  const details = 'the page token is none that this call gave: begin without one';
  return new CallError('PAGE_TOKEN_INVALID', details, { field: 'page_token' });
}

/** Page tokens are opaque to callers. In a list by folded name: the last one of the page before. */
export function nameToken(key: ChannelKey): string {
  return ircBytes(key).toString('base64url');
}

/** Throws a CallError for a token that `nameToken` did not make. */
export function namesAfter(token: string): string {
  const key = ircText(Buffer.from(token, 'base64url'));
  if (nameToken(key as string as ChannelKey) === token) return key;
  throw badPageToken();
}

/** In a list by number: the last one of the page before; `first`: without a token. Throws a CallError as `namesAfter`. */
export function numberToken(token: string, first: number): number {
  if (token === '') return first;
  const number = Number(token);
  if (String(number) === token && Number.isSafeInteger(number) && number > 0) return number;
  throw badPageToken();
}
