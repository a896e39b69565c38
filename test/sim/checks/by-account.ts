import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { PrefixMode } from '../../../src/core/member.ts';
import type { Random } from '../random.ts';
import type { SimServer } from '../sim-server.ts';
import { ownModes, sameAccount, type User } from '../user.ts';
import type { World } from '../world.ts';

/** Each sidecar knows which modes of its users came by account: those alone are no reason to give them elsewhere. */
export function checkOrigins(world: World): void {
  for (const { server, sidecar, host } of world.all) {
    const { ownMembers, memberSync } = sidecar!.replica;
    for (const [key, { users }] of memberSync ? host.ircd.channels : []) {
      for (const [nick, user] of users) {
        const told = ownMembers.get(key)?.get(nick)?.granted;
        if (told === undefined || user.origins.isDoubtful) continue;
        const came = user.modes.filter((mode) => user.origins.granted.has(mode));
        if (told.join() !== came.join())
          world.problem(
            'by account',
            `${server} takes ${told} of ${nick} in ${key} for given by account, which ${came} are`,
          );
      }
    }
  }
}

/**
 * Somebody whose account is in a channel elsewhere joins it. The check, for when everybody had time: who joined has the modes
 * that the account has in servers in reach by itself, and no others. Null: there is nobody.
 */
export function joinByAccount(world: World, random: Random): (() => void) | null {
  const places = world.all.flatMap((at) => placesAt(world, at));
  if (places.length === 0) return null;
  const withModes = places.filter(({ hasModes }) => hasModes);
  const { at, key, account } = random.pick(withModes.length > 0 ? withModes : places);
  const elsewhere = usersElsewhere(world, at, key).filter(({ user }) => sameAccount(user.account, account));
  const most = new Set(elsewhere.flatMap(({ user }) => ownModes(user)));
  const least = new Set(elsewhere.flatMap(({ told }) => told));
  if (elsewhere.some(({ user }) => user.modes.some((mode) => !most.has(mode))))
    world.count('a member was left without modes that it has elsewhere by account only');
  const { name } = at.host.ircd.channels.get(key)!;
  const nick = at.host.join(name, account);
  return () => {
    const modes = at.host.ircd.channels.get(key)?.users.get(nick)?.modes ?? [];
    if ([...least].every((mode) => modes.includes(mode)) && modes.every((mode) => most.has(mode))) return;
    world.problem(
      'by account',
      `who joined ${key} at ${at.server} as ${account} has ${modes}, not ${[...least]} (at most ${[...most]})`,
    );
  };
}

interface Place {
  readonly at: SimServer;
  readonly key: ChannelKey;
  readonly account: IrcText;
  readonly hasModes: boolean;
}

/** Where somebody could join who has that account elsewhere. */
function placesAt(world: World, at: SimServer): Place[] {
  if (!world.givesByAccount(at.server)) return [];
  return [...at.host.ircd.channels.keys()].flatMap((key) => {
    return usersElsewhere(world, at, key).flatMap(({ user: { account, modes } }) =>
      account === null ? [] : [{ at, key, account, hasModes: modes.length > 0 }],
    );
  });
}

interface FarUser {
  readonly user: User;
  /** The modes that its sidecar says are not by account. */
  readonly told: readonly PrefixMode[];
}

/** Those in the channel's other holders of whom `at` is told. */
function usersElsewhere(world: World, at: SimServer, key: ChannelKey): FarUser[] {
  const { replica, server } = at.sidecar!;
  const entry = world.keepsOut(server, key) ? undefined : replica.view(key)?.entry;
  const told = entry === undefined ? [] : [...replica.membersOf(entry).remote.keys()];
  return told.flatMap((of) => {
    const { host, sidecar } = world.server(of);
    const own = sidecar!.replica.ownMembers.get(key);
    return [...(host.ircd.channels.get(key)?.users ?? [])].map(([nick, user]) => {
      const { modes = [], granted = [] } = own?.get(nick) ?? {};
      return { user, told: modes.filter((mode) => !granted.includes(mode)) };
    });
  });
}
