import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { ChannelDocument } from '../../../src/core/document.ts';
import type { ChannelId, ServerName } from '../../../src/core/identity.ts';
import { isFloor } from '../../../src/core/stamp.ts';
import type { World } from '../world.ts';

interface Claim {
  readonly document: ChannelDocument;
  readonly holders: Set<ServerName>;
}

/** Every server shows the id of a name that the policy says: worked out anew here from what the holders hold. */
export function checkPolicy(world: World): void {
  for (const [key, claims] of claimsByName(world)) {
    const best = [...claims.values()].sort(compareClaims)[0]!;
    for (const { server, sidecar } of world.all) {
      const shown = sidecar!.replica.view(key)?.entry.document.id ?? null;
      const own = [...claims.values()].find(({ holders }) => holders.has(server));
      const wanted = own !== undefined && weakness(own) === 0 ? own : best;
      if (shown === wanted.document.id) continue;
      world.problem('policy', `${server} shows ${shown} for ${key}, the policy says ${wanted.document.id}`);
    }
  }
}

function claimsByName(world: World): Map<ChannelKey, Map<ChannelId, Claim>> {
  const names = new Map<ChannelKey, Map<ChannelId, Claim>>();
  for (const { server, sidecar } of world.all) {
    for (const { key, document, holders } of sidecar!.replica.table.values()) {
      if (!holders.has(server)) continue;
      const claims = names.get(key) ?? new Map<ChannelId, Claim>();
      names.set(key, claims);
      const claim = claims.get(document.id);
      if (claim) claim.holders.add(server);
      else claims.set(document.id, { document, holders: new Set([server]) });
    }
  }
  return names;
}

/** 0: a full claim; 1: born during a split; 2: nobody wrote to it. */
function weakness({ document }: Claim): number {
  const isWritten = [...document.registers.values()].some(({ stamp }) => !isFloor(stamp));
  return isWritten ? Number(document.splitBorn) : 2;
}

function compareClaims(a: Claim, b: Claim): number {
  const byWeakness = weakness(a) - weakness(b);
  const [ageA, ageB] = [a.document.createdAt ?? Infinity, b.document.createdAt ?? Infinity];
  if (byWeakness !== 0) return byWeakness;
  return ageA !== ageB ? ageA - ageB : a.document.id < b.document.id ? -1 : 1;
}
