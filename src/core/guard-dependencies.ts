import { type DocumentPart, join, newDocument } from './document.ts';
import type { GuardDependencies } from './guard.ts';
import { NO_HOLDERS, withHolder } from './holders.ts';
import type { ServerName } from './identity.ts';
import { pinnedAway } from './pinned-away.ts';
import type { Replica } from './replica.ts';
import { whatReturns } from './what-returns.ts';
import { wouldBeChosen } from './would-be-chosen.ts';

/** What a guard asks about the replica. */
export function guardDependencies(replica: Replica): GuardDependencies {
  return {
    held: (peer) => replica.table.heldBy(peer).ids,
    unheld: () => replica.table.unheld,
    knows: (id) => replica.table.get(id) !== undefined,
    displaces: (part) => displaces(replica, part),
    pinnedAway: (message) => pinnedAway(replica, message),
    lastSync: (peer) => replica.peers.get(peer)?.syncedAt ?? null,
    returns: (message) => whatReturns(replica, message),
  };
}

/** True when the id of `part`, were some peer to hold it, would take the place of the one that this server holds. */
function displaces(replica: Replica, part: DocumentPart): boolean {
  if (replica.heldEntry(replica.key(part.name)) === undefined) return false;
  const document = newDocument(part);
  join(document, part);
  const presence = { members: 1, reachable: true, graceMs: null, said: null };
  return wouldBeChosen(replica, document, withHolder(NO_HOLDERS, 'claimant.invalid' as ServerName, presence));
}
