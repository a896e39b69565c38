import { type ChannelEntry, isLive } from './channel-table.ts';
import { isWritten } from './document.ts';
import type { ServerName } from './identity.ts';

/** Which id of a name is shown here, and why. */
export interface Choice {
  readonly entry: ChannelEntry;
  readonly reason: string;
}

/**
 * The id of a name that `self` shows, under the policy `local`: a server keeps the id it holds, unless that id gives way;
 * everybody else shows the first of the total order below, which is the same on every server. Null: no reachable holder.
 */
export function chooseId(self: ServerName, named: readonly ChannelEntry[]): Choice | null {
  let best: ChannelEntry | null = null;
  let own: ChannelEntry | null = null;
  let live = 0;
  // One pass without a copy: a name may have many ids, nearly all of them dead.
  for (const entry of named) {
    if (!isLive(entry)) continue;
    live++;
    if (entry.holders.has(self)) own = entry;
    if (best === null || compareClaims(entry, best) < 0) best = entry;
  }
  if (best === null) return null;
  if (own !== null && own !== best && claimClass(own) === CLAIM_FULL) {
    return { entry: own, reason: 'this server holds it (policy local)' };
  }
  return {
    entry: best,
    reason: live === 1 ? 'nobody in reach holds another id of this name' : bestReason(best),
  };
}

const CLAIM_FULL = 0;
const CLAIM_SPLIT_BORN = 1;
const CLAIM_UNWRITTEN = 2;

/** How strong an id's claim to its name is. Any weaker than full gives way, under every policy. */
function claimClass(entry: ChannelEntry): number {
  if (!isWritten(entry.document)) return CLAIM_UNWRITTEN;
  return entry.document.splitBorn ? CLAIM_SPLIT_BORN : CLAIM_FULL;
}

/** Total order of the ids of a name: strongest claim, then oldest, then smallest id. */
function compareClaims(a: ChannelEntry, b: ChannelEntry): number {
  const byClass = claimClass(a) - claimClass(b);
  if (byClass !== 0) return byClass;
  const byAge = compareAges(a.document.createdAt, b.document.createdAt);
  return byAge !== 0 ? byAge : a.document.id < b.document.id ? -1 : 1;
}

/** An unknown age is younger than any. */
function compareAges(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a - b;
}

function bestReason(entry: ChannelEntry): string {
  switch (claimClass(entry)) {
    case CLAIM_FULL:
      return 'the oldest that was written to';
    case CLAIM_SPLIT_BORN:
      return 'the oldest of those created during a split';
    default:
      return 'the oldest; nobody has written to any';
  }
}
