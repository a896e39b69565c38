import type { World } from '../world.ts';

/** Whoever is linked with both ends of a link that is missing knows that it is; what is compared is compared over links. */
export function checkMesh(world: World): void {
  if ((world.options.unlinked ?? []).length > 0) world.count('all was at rest without a link between two');
  for (const { server, sidecar } of world.all) {
    for (const [peer, { missing, compared }] of sidecar!.table.peers) {
      const wanted = world.all
        .map((other) => other.server)
        .filter((other) => world.links(server, other) && peer !== other && !world.links(peer, other));
      const told = missing.filter((other) => world.servers.has(other));
      if (world.servers.has(peer) && [...told].sort().join() !== wanted.sort().join())
        world.problem(
          'mesh',
          `${server} misses links of ${peer} to [${told}], there are none to [${wanted}]`,
        );
      if (compared !== null && !world.links(server, peer) && world.servers.has(peer))
        world.problem('mesh', `${server} compares with ${peer}`);
    }
  }
}
