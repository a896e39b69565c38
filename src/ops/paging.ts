import type { ChannelKey } from '../core/casemapping.ts';
import { type IrcText, ircBytes, ircText } from '../core/irc-text.ts';
import { CallError } from '../rpc/call-error.ts';

const PAGE_SIZE_DEFAULT = 100;
const PAGE_SIZE_MAX = 1000;

/** Which page is asked for. */
export interface PageRequest {
  /** 0: the caller does not mind. */
  readonly page_size: number;
  /** Of the page before; empty: the first one. */
  readonly page_token: string;
}

/** How many a page holds when so many were asked for; 0: the caller does not mind. */
export function pageSize(requested: number): number {
  return Math.min(requested || PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX);
}

/** The error for a page token that the call did not give. */
export function badPageToken(): CallError {
  const details = 'the page token is none that this call gave: begin without one';
  return new CallError('PAGE_TOKEN_INVALID', details, { field: 'page_token' });
}

/** Page tokens are opaque to callers. In a list by text: that of the last one of the page before. */
export function textToken(text: IrcText): string {
  return ircBytes(text).toString('base64url');
}

/** The inverse; empty without a token. Throws a CallError for a token that `textToken` did not make. */
export function textOfToken(token: string): IrcText {
  const text = ircText(Buffer.from(token, 'base64url'));
  if (textToken(text) === token) return text;
  throw badPageToken();
}

/** In a list by folded name: the last one of the page before. */
export function nameToken(key: ChannelKey): string {
  return textToken(key as string as IrcText);
}

/** Throws a CallError for a token that `nameToken` did not make. */
export function namesAfter(token: string): string {
  return textOfToken(token);
}

/** In a list by number: the last one of the page before; `first`: without a token. Throws a CallError as `namesAfter`. */
export function numberToken(token: string, first: number): number {
  if (token === '') return first;
  const number = Number(token);
  if (String(number) === token && Number.isSafeInteger(number) && number > 0) return number;
  throw badPageToken();
}

/** A page of `items`, in the order of their names, which are ASCII: what comes or goes between two pages shifts none. Throws as `namesAfter`. */
export function pageByName<T>(
  items: Iterable<T>,
  nameOf: (item: T) => string,
  request: PageRequest,
): { page: T[]; next_page_token: string } {
  const after = textOfToken(request.page_token);
  const left = [...items]
    .filter((item) => nameOf(item) > after)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const page = left.slice(0, pageSize(request.page_size));
  const isLast = page.length === left.length;
  return { page, next_page_token: isLast ? '' : textToken(nameOf(page.at(-1)!) as IrcText) };
}
