import { sameValue } from '../../../src/core/field.ts';
import { showable } from '../../../src/core/host-messages.ts';
import { Ircd, keyOfField } from '../ircd.ts';
import type { SimServer } from '../sim-server.ts';
import type { World } from '../world.ts';

/** Every ircd shows what its sidecar reconciled, as far as it can, and its sidecar knows who is in. */
export function checkHosts(world: World): void {
  for (const server of world.all) {
    const keys = new Set([...server.sidecar!.replica.table.keys(), ...server.host.ircd.channels.keys()]);
    for (const key of keys) checkChannel(world, server, key);
  }
}

function checkChannel(world: World, { server, sidecar, host }: SimServer, key: string): void {
  const { replica } = sidecar!;
  const problem = (text: string) => world.problem('hosts', `${server} ${key}: ${text}`);
  const view = replica.view(replica.key(key));
  const channel = host.ircd.channels.get(replica.key(key));
  if (view === null || channel === undefined) {
    if (view !== null || channel !== undefined)
      problem(`shown ${channel !== undefined}, wanted ${view !== null}`);
    return;
  }
  const members = replica.heldEntry(replica.key(key))?.holders.get(replica.server)?.members ?? 0;
  if (members !== channel.members) problem(`${channel.members} members, told ${members}`);
  const wanted = [...showable(host.profile, view.fields).values()];
  for (const text of misshown(host.ircd, [...channel.fields.values()], wanted)) problem(text);
}

/** In what a channel differs from what this ircd can make of `wanted`. */
function misshown(ircd: Ircd, shown: Parameters<typeof sameValue>[0][], wanted: typeof shown): string[] {
  const fresh = new Ircd(ircd.traits, () => 0);
  const channel = fresh.create('#x' as never);
  channel.fields.clear();
  // Entries that it shows keep their place on a list that is full.
  for (const field of shown) channel.fields.set(keyOfField(field), field);
  fresh.show(channel, wanted, () => false);
  const problems: string[] = [];
  const present = new Map(shown.map((field) => [keyOfField(field), field]));
  for (const key of new Set([...present.keys(), ...channel.fields.keys()])) {
    const [is, should] = [present.get(key), channel.fields.get(key)];
    // Who set an entry, and when, is not looked at: ircds keep their own.
    const isSame = is && should && (is.kind === 'entry' || sameValue(is, should));
    if (!isSame) problems.push(`shows ${JSON.stringify(is)} as ${key}, wanted ${JSON.stringify(should)}`);
  }
  return problems;
}
