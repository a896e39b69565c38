import type { ChannelEntry } from './channel-table.ts';
import { chooseId } from './choose-id.ts';
import { type DocumentPart, join, newDocument } from './document.ts';
import type { GuardDependencies } from './guard.ts';
import { NO_HOLDERS, withHolder } from './holders.ts';
import type { ServerName } from './identity.ts';
import type { Replica } from './replica.ts';
import { whatReturns } from './what-returns.ts';

/** What a guard asks about the replica. */
export function guardDependencies(replica: Replica): GuardDependencies {
  return {
    held: (peer) => replica.table.heldBy(peer),
    unheld: () => replica.table.unheld,
    displaces: (part) => displaces(replica, part),
    lastSync: (peer) => replica.peers.get(peer)?.syncedAt ?? null,
    returns: (message) => whatReturns(replica, message),
  };
}

/** True when the id of `part`, were some peer to hold it, would take the place of the one that this server holds. */
function displaces(replica: Replica, part: DocumentPart): boolean {
  const key = replica.key(part.name);
  const held = replica.heldEntry(key);
  if (held === undefined) return false;
  const document = newDocument(part);
  join(document, part);
  const presence = { members: 1, reachable: true, graceMs: null, said: null };
  const claimed: ChannelEntry = {
    key,
    document,
    holders: withHolder(NO_HOLDERS, 'claimant.invalid' as ServerName, presence),
    sequence: 0,
    changedAt: 0,
    arrivedAt: 0,
    digest: null,
    confirmed: false,
    removed: null,
    deliveredBy: null,
    left: false,
  };
  const named = [...replica.table.named(key).filter((entry) => entry.document.id !== part.id), claimed];
  return chooseId(replica.server, named, replica.policyFor(key))?.entry === claimed;
}
