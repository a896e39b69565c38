import type { ChannelId } from '../../../src/core/identity.ts';
import type { SimServer } from '../sim-server.ts';
import type { World } from '../world.ts';

/** What a server believes of another one's channels is what that one says of them; without a link, nothing. */
export function checkPresence(world: World): void {
  for (const one of world.all) {
    for (const other of world.all) {
      if (one !== other) checkBelief(world, one, other);
    }
  }
}

function checkBelief(world: World, one: SimServer, other: SimServer): void {
  const said = world.links(one.server, other.server) ? presences(other, other) : new Map<ChannelId, string>();
  const believed = presences(one, other);
  for (const id of new Set([...said.keys(), ...believed.keys()])) {
    if (said.get(id) === believed.get(id) || isRejected(one, other, id)) continue;
    world.problem(
      'presence',
      `${one.server} believes that ${other.server} has in ${id}: ${believed.get(id)}, but it has: ${said.get(id)}`,
    );
  }
}

/** Nothing that it said of the channel was taken in, not even that it holds it. */
function isRejected({ sidecar }: SimServer, { server }: SimServer, id: ChannelId): boolean {
  const { table, refused } = sidecar!.replica;
  return table.get(id)?.holders.has(server) !== true && refused.about(server, id);
}

function presences(at: SimServer, of: SimServer): Map<ChannelId, string> {
  const found = new Map<ChannelId, string>();
  for (const { document, holders } of at.sidecar!.replica.table.values()) {
    const presence = holders.get(of.server);
    if (presence) found.set(document.id, `${presence.members} members, reachable ${presence.reachable}`);
  }
  return found;
}
