import type { ChannelKey } from './casemapping.ts';
import { type ChannelEntry, isLive } from './channel-table.ts';
import type { ServerName } from './identity.ts';
import { pinFor } from './pin.ts';
import { compareStamps, type Stamp } from './stamp.ts';

/**
 * What happens where a name has several ids. `local`: a server keeps the id that it holds. `oldest`: every server moves to
 * the oldest. `merge`: as `oldest`, and what was written to the others shows through.
 */
export const conflictPolicies = ['local', 'oldest', 'merge'] as const;

export type ConflictPolicy = (typeof conflictPolicies)[number];

/** The policy for a name: the network's default, or the channel's own. */
export type PolicyFor = (key: ChannelKey) => ConflictPolicy;

/** Which id of a name is shown here, and why. */
export interface Choice {
  readonly entry: ChannelEntry;
  readonly reason: string;
}

/**
 * The id of a name that `self` shows. First what an operator decided; then, under the policy `local`, the id that this server
 * holds, unless that gives way; then the first of the total order below, which is the same on every server. Null: no reachable
 * holder.
 */
export function chooseId(
  self: ServerName,
  named: readonly ChannelEntry[],
  policy: ConflictPolicy,
): Choice | null {
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
  // With one id there is nothing to decide, and pins are fields: to look at them unpacks the document.
  const pinned = named.length === 1 ? null : pinnedEntry(self, named, own);
  if (pinned !== null) return { entry: pinned, reason: DECIDED };
  if (policy === 'local' && own !== null && own !== best && claimClass(own) === CLAIM_FULL) {
    return { entry: own, reason: 'this server holds it (policy local)' };
  }
  // Who gives way holds the best one from then on, and with it goes where a later decision sends its holders.
  const moved = own === null || own === best ? null : pinnedEntry(self, named, best);
  if (moved !== null) return { entry: moved, reason: DECIDED };
  return {
    entry: best,
    reason: live === 1 ? 'nobody in reach holds another id of this name' : bestReason(best),
  };
}

const DECIDED = 'an operator decided so';

/** Total order of the ids of a name: strongest claim, then oldest, then smallest id. */
export function compareClaims(a: ChannelEntry, b: ChannelEntry): number {
  return claimClass(a) - claimClass(b) || compareAges(a, b);
}

/** Oldest first, then the smallest id. An unknown age is younger than any. */
export function compareAges(a: ChannelEntry, b: ChannelEntry): number {
  const aAge = a.document.createdAt ?? Number.POSITIVE_INFINITY;
  const bAge = b.document.createdAt ?? Number.POSITIVE_INFINITY;
  if (aAge !== bAge) return aAge - bAge;
  return a.document.id < b.document.id ? -1 : 1;
}

/**
 * The id that the latest decision of an operator gives this server. One that nobody holds counts only for whoever held
 * another when it was decided: it was made for them to move to. Later it is dead, and its bans are to stay so.
 */
function pinnedEntry(
  self: ServerName,
  named: readonly ChannelEntry[],
  own: ChannelEntry | null,
): ChannelEntry | null {
  let pinned: { entry: ChannelEntry; stamp: Stamp } | null = null;
  for (const entry of named) {
    const stamp = pinFor(entry.document, self);
    if (stamp === null) continue;
    if (!isLive(entry) && (own?.document.createdAt ?? Number.POSITIVE_INFINITY) > stamp.ms) continue;
    if (pinned === null || compareStamps(stamp, pinned.stamp) > 0) pinned = { entry, stamp };
  }
  return pinned?.entry ?? null;
}

const CLAIM_FULL = 0;
const CLAIM_SPLIT_BORN = 1;
const CLAIM_UNWRITTEN = 2;

/** How strong an id's claim to its name is. Any weaker than full gives way, under every policy. */
function claimClass({ document }: ChannelEntry): number {
  if (!document.written) return CLAIM_UNWRITTEN;
  return document.splitBorn ? CLAIM_SPLIT_BORN : CLAIM_FULL;
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
