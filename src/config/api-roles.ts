import type { IrcText } from '../core/irc-text.ts';

/** What callers of the API can be. `ops-admin` may do what `ops-read` may, and more; `host` is the ircd or its adapter. */
export const roles = ['host', 'ops-read', 'ops-admin'] as const;

export type Role = (typeof roles)[number];

/** What an `ops-read` caller is told beyond what its role shows. */
export interface Grants {
  /** Globs: hidden channels of these names are as any other to it. */
  readonly hidden: readonly IrcText[];
  /** It is told who is in a channel. */
  readonly members: boolean;
}

export const noGrants: Grants = { hidden: [], members: false };
