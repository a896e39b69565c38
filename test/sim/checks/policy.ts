import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { ChannelDocument } from '../../../src/core/document.ts';
import type { ChannelId, ServerName } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { pinFor } from '../../../src/core/pin.ts';
import { compareStamps } from '../../../src/core/stamp.ts';
import { CHANNELS } from '../acts.ts';
import { keyOf } from '../ircd.ts';
import type { World } from '../world.ts';

interface Claim {
  document: ChannelDocument;
  readonly holders: Set<ServerName>;
}

/** Every server shows the id of a name that its policy says: worked out anew here from what is held in its reach. */
export function checkPolicy(world: World): void {
  const all = claimsByName(world);
  for (const { server, sidecar } of world.all) {
    for (const [key, claimed] of all) {
      if (key.startsWith('#evil') || world.keepsOut(server, key)) continue;
      const wanted = wantedAt(world, server, key, [...claimed.values()]);
      const shown = sidecar!.replica.view(key)?.entry.document.id ?? null;
      if (wanted === null ? shown === null : shown === wanted.document.id) continue;
      const says = wanted?.document.id ?? 'none';
      world.problem('policy', `${server} shows ${shown} for ${key}, the policy says ${says}`);
    }
  }
}

function wantedAt(
  world: World,
  server: ServerName,
  key: ChannelKey,
  everywhere: readonly Claim[],
): Claim | null {
  const known = everywhere.map(({ document, holders }) => {
    const inReach = [...holders].filter((holder) => holder === server || world.links(server, holder));
    return { document, holders: new Set(inReach) };
  });
  const claims = known.filter(({ holders }) => holders.size > 0);
  const best = claims.sort(compareClaims)[0];
  if (best === undefined) return null;
  const pinned = pinnedTo(server, known);
  const shown = world.server(server).sidecar!.replica.view(key)?.entry.document.id;
  // One that nobody holds counts only for those whom it was made for.
  if (pinned?.holders.size === 0) return claims.find(({ document }) => document.id === shown) ?? pinned;
  const own = claims.find(({ holders }) => holders.has(server));
  const keepsOwn = world.policyOf(server, key) === 'local' && own !== undefined && weakness(own) === 0;
  return pinned ?? (keepsOwn ? own : best);
}

/** Who is linked with a server that decides otherwise for some name is told so, and nobody else is. */
export function checkPolicyReports(world: World): void {
  for (const { server, sidecar } of world.all) {
    for (const [peer, { session }] of sidecar!.table.peers) {
      if (session === null) continue;
      const differs = ['', ...CHANNELS.map((name) => keyOf(name as IrcText))].some(
        (key) => world.policyOf(server, key) !== world.policyOf(peer, key),
      );
      if (sidecar!.noticed.has(`policy.differs ${peer}`) === differs) continue;
      world.problem('policy', `${server} was ${differs ? 'not ' : ''}told that ${peer} has other policies`);
    }
  }
}

/** The latest that an operator decided for the server. */
function pinnedTo(server: ServerName, claims: readonly Claim[]): Claim | null {
  const pinned = claims.filter(({ document }) => pinFor(document, server) !== null);
  const stamp = ({ document }: Claim) => pinFor(document, server)!;
  return pinned.sort((a, b) => compareStamps(stamp(b), stamp(a)))[0] ?? null;
}

function claimsByName(world: World): Map<ChannelKey, Map<ChannelId, Claim>> {
  const names = new Map<ChannelKey, Map<ChannelId, Claim>>();
  for (const { server, sidecar } of world.all) {
    for (const { key, document, holders } of sidecar!.replica.table.values()) {
      const claims = names.get(key) ?? new Map<ChannelId, Claim>();
      names.set(key, claims);
      const claim = claims.get(document.id) ?? { document, holders: new Set() };
      claims.set(document.id, claim);
      if (!holders.has(server)) continue;
      claim.holders.add(server);
      // Who does not hold it, and does not see who does, need not have heard of all.
      claim.document = document;
    }
  }
  return names;
}

/** 0: a full claim; 1: born during a split; 2: nobody wrote to it. */
function weakness({ document }: Claim): number {
  return document.written ? Number(document.splitBorn) : 2;
}

function compareClaims(a: Claim, b: Claim): number {
  const byWeakness = weakness(a) - weakness(b);
  const [ageA, ageB] = [a.document.createdAt ?? Infinity, b.document.createdAt ?? Infinity];
  if (byWeakness !== 0) return byWeakness;
  return ageA !== ageB ? ageA - ageB : a.document.id < b.document.id ? -1 : 1;
}
