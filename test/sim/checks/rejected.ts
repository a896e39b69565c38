import { ancestorsOf } from '../../../src/core/hierarchy.ts';
import type { World } from '../world.ts';

/** What two servers know to differ by a rule is what one of them rejected. */
export function checkRejected(world: World): void {
  for (const { server, sidecar } of world.all) {
    const { table, subChannels } = sidecar!.replica;
    const { linkOf } = subChannels;
    for (const [peer, { session, compared }] of sidecar!.table.peers) {
      if (session === null || compared?.outcome.kind !== 'different') continue;
      for (const id of compared.outcome.differsByRule) {
        const { key } = table.get(id)!;
        // Of a channel below a rejected one the two do not know alike what its removals hide.
        const names = [key, ...ancestorsOf(key, linkOf)];
        const isRejected = names.some((name) => world.keepsOut(server, name) || world.keepsOut(peer, name));
        if (isRejected) world.count('something differs because it was rejected');
        else
          world.problem('rejected', `${server}: ${key} ${id} differs from ${peer}'s, and nobody rejected it`);
      }
    }
  }
}
