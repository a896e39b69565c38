import type { Member, NickKey, PrefixMode } from './member.ts';

/**
 * Moves what was granted to those in `before` to the nicks that they have in `now`: users may take other ones while their host
 * does not tell of them, and what was granted is not to count as the ircd's own then. One that joined at the same second under
 * the same account, user name and host is taken for the same user. Returns the nicks to which something moved.
 */
export function followUnseenRenames(
  granted: Map<NickKey, readonly PrefixMode[]>,
  before: ReadonlyMap<NickKey, Member>,
  now: ReadonlyMap<NickKey, Member>,
): Iterable<NickKey> {
  const nicks = new Map([...now].map(([nick, member]) => [identityOf(member), nick]));
  const moved = new Map<NickKey, readonly PrefixMode[]>();
  for (const [nick, user] of before) {
    const modes = granted.get(nick);
    const to = nicks.get(identityOf(user));
    if (modes === undefined || to === undefined || to === nick) continue;
    granted.delete(nick);
    moved.set(to, modes);
  }
  for (const [nick, modes] of moved) granted.set(nick, modes);
  return moved.keys();
}

function identityOf({ account, user, host, joinedAt }: Member): string {
  return JSON.stringify([account, user, host, joinedAt]);
}
