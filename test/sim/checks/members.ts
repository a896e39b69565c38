import type { ChannelKey } from '../../../src/core/casemapping.ts';
import { type Member, memberText } from '../../../src/core/member.ts';
import type { IrcdChannel } from '../ircd.ts';
import { shownAt } from '../shown-members.ts';
import type { SimServer } from '../sim-server.ts';
import type { SimSidecar } from '../sim-sidecar.ts';
import type { World } from '../world.ts';

/** Whom a server knows in another one's channels is who is there, and as many as that one says. */
export function checkMembers(world: World): void {
  for (const of of world.all) {
    checkShown(world, of);
    if (!syncs(of)) continue;
    for (const key of of.host.ircd.channels.keys()) {
      checkOwn(world, of, key);
      for (const at of world.all)
        if (world.links(at.server, of.server) && syncs(at) && !world.keepsOut(at.server, key))
          checkKnown(world, at, of, key);
    }
  }
}

/** The adapter was told of all who are elsewhere. */
function checkShown(world: World, { server, sidecar, host }: SimServer): void {
  const { replica } = sidecar!;
  const wanted: string[] = [];
  for (const key of replica.table.keys()) {
    const entry = replica.view(key)?.entry;
    for (const [of, members] of entry ? replica.membersOf(entry).remote : [])
      for (const text of textsOf(members.values())) wanted.push(`${shownAt(key, of)} ${text}`);
  }
  compare(world, `the ircd of ${server} shows`, host.shownMembers.texts().sort(), wanted.sort());
}

function syncs({ sidecar }: SimServer): boolean {
  return sidecar!.replica.memberSync;
}

function checkOwn(world: World, { server, sidecar, host }: SimServer, key: ChannelKey): void {
  const { replica } = sidecar!;
  const users = host.ircd.channels.get(key)!.users;
  const held = replica.heldEntry(key)?.holders.get(server)?.members ?? 0;
  const told = textsOf(replica.ownMembers.get(key)?.values() ?? []);
  if (users.size !== held)
    world.problem('members', `${server} ${key}: ${held} are told, ${users.size} are there`);
  if (held > 0) compare(world, `${server} says of ${key}`, told, textsOf(marked(sidecar!, key, users)));
}

function checkKnown(world: World, at: SimServer, of: SimServer, key: ChannelKey): void {
  const entry = of.sidecar!.replica.heldEntry(key);
  if (entry === undefined) return;
  const known = at.sidecar!.replica.table.get(entry.document.id);
  const members = known && at.sidecar!.replica.membersOf(known).remote.get(of.server);
  const users = marked(of.sidecar!, key, of.host.ircd.channels.get(key)!.users);
  compare(
    world,
    `${at.server} says of ${of.server} ${key}`,
    textsOf(members?.values() ?? []),
    textsOf(users),
  );
}

/** What of their modes came by account is looked at elsewhere. */
function marked({ replica }: SimSidecar, key: ChannelKey, users: IrcdChannel['users']): Member[] {
  const told = replica.ownMembers.get(key);
  return [...users].map(([nick, user]) => ({ ...user, granted: told?.get(nick)?.granted ?? [] }));
}

function compare(world: World, who: string, told: string[], there: string[]): void {
  if (told.join() === there.join()) return;
  world.problem('members', `${who}: ${told.join(', ')}; there are: ${there.join(', ')}`);
}

function textsOf(members: Iterable<Member>): string[] {
  return [...members].map(memberText).sort();
}
