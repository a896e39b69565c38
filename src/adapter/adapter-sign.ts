import type { AdapterConfig } from '../config/adapter-config.ts';

/** Before the name of the ircd that an adapter serves: ircd-hybrid keeps only 50 bytes of a description. */
const SIGN = 'cburst adapter of ';

/** The adapter's description as a server, by which another adapter of the same native network knows it. */
export function ownDescription({ ircd, link }: AdapterConfig): string {
  return `${SIGN}${ircd.serverName}: ${link.description}`;
}

/** Which ircd a server with that description serves as its adapter; the name may be cut. Null: it is none. */
export function servedBy(description: string): string | null {
  if (!description.startsWith(SIGN)) return null;
  return /^[^\s:]+/.exec(description.slice(SIGN.length))?.[0] ?? null;
}
