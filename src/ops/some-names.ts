import type { ServerName } from '../core/identity.ts';

/** Events and decisions are kept by the thousand, and an error is a header. */
const NAMED_MAX = 20;

/** Servers for people, the first `NAMED_MAX` of them; of the others only their number. */
export function someNames(servers: readonly ServerName[]): string {
  const more = servers.length - NAMED_MAX;
  return servers.slice(0, NAMED_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
