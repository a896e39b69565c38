import { fnvHash } from './fnv-hash.ts';
import type { LinkedServer } from './server-tree.ts';

/** What LINKS and WHOIS say of the server that guests are on. */
export const GUEST_SERVER_TEXT = 'members of other servers';

/** The longest name that each ircd takes (ircd-hybrid's HOSTLEN). */
const NAME_BYTES_MAX = 63;
const LETTERS = 26;
/** A digit and two letters: an InspIRCd that makes its id itself has three digits. */
const IDS = 10 * LETTERS * LETTERS;

/**
 * The server behind the adapter that guests are on: another for each adapter, the same for each link, and none that the native network
 * has. Its name is the adapter's with `guests` before it; so is its id where servers are named by their names.
 */
export function guestServer(own: LinkedServer, others: Iterable<LinkedServer>): GuestServer {
  const ids = new Set([own.id]);
  const names = new Set([own.name.toLowerCase()]);
  for (const { id, name } of others) {
    ids.add(id);
    names.add(name.toLowerCase());
  }
  const name = firstFree(names, (attempt) => nameOf(own.name, attempt));
  if (own.id === own.name) return { id: name, name };
  const hash = fnvHash(`${own.id} ${own.name}`);
  return { id: firstFree(ids, (attempt) => idOf((hash + attempt) % IDS)), name };
}

export type GuestServer = LinkedServer;

/** Of different candidates one more than are taken is enough. */
function firstFree(taken: ReadonlySet<string>, candidate: (attempt: number) => string): string {
  for (let attempt = 0; attempt < taken.size; attempt++) {
    const wanted = candidate(attempt);
    if (!taken.has(wanted.toLowerCase()) && !taken.has(wanted)) return wanted;
  }
  return candidate(taken.size);
}

function nameOf(own: string, attempt: number): string {
  const first = attempt === 0 ? 'guests.' : `guests-${attempt + 1}.`;
  // A name that is too long begins later, and never with a dot.
  return `${first}${own.slice(-(NAME_BYTES_MAX - first.length)).replace(/^[^A-Za-z0-9]+/, '')}`;
}

function idOf(number: number): string {
  const letter = (index: number): string => String.fromCharCode(65 + (index % LETTERS));
  return `${Math.floor(number / LETTERS ** 2)}${letter(Math.floor(number / LETTERS))}${letter(number)}`;
}
