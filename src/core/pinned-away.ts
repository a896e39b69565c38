import { type ChannelDocument, type DocumentPart, join, newDocument } from './document.ts';
import { isSet } from './field.ts';
import type { PeerMessage } from './guard.ts';
import { type Holders, NO_HOLDERS, withHolder, withoutHolder } from './holders.ts';
import type { ServerName } from './identity.ts';
import { claimOf } from './peer-claim.ts';
import { PIN_KEY, pinFor } from './pin.ts';
import type { Replica } from './replica.ts';
import { isFloor } from './stamp.ts';
import { wouldBeChosen } from './would-be-chosen.ts';

/** What becomes of the fields that are set on the id held here when a decision moves this server to another one. */
export interface PinnedAway {
  /** Of which the other id has not even a removal: whoever merges or splits channels copies all that is known of them. */
  readonly missing: number;
  /** That are unset on the other id. */
  readonly unset: number;
}

/**
 * What an operator's decision does here that counts once the message is taken in; null: the id does not take the place of the
 * one that this server holds.
 */
export function pinnedAway(replica: Replica, { peer, part, members }: PeerMessage): PinnedAway | null {
  const held = replica.heldEntry(replica.key(part.name));
  if (held === undefined || held.document.id === part.id) return null;
  const known = replica.table.get(part.id);
  const isPinned = (document: DocumentPart) => pinFor(document, replica.server) !== null;
  if (!isPinned(part) && (known === undefined || !isPinned(known.document))) return null;
  const document = newDocument(known?.document ?? part);
  if (known !== undefined) join(document, known.document);
  join(document, claimOf(peer, part, known));
  const holders = holdersWith(known?.holders ?? NO_HOLDERS, peer, members);
  if (!isPinned(document) || !wouldBeChosen(replica, document, holders)) return null;
  return losses(held.document, document);
}

function holdersWith(holders: Holders, peer: ServerName, members: number | null): Holders {
  if (members === null) return withoutHolder(holders, peer);
  return withHolder(holders, peer, { members, reachable: true, graceMs: null, said: null });
}

function losses(held: ChannelDocument, { registers }: ChannelDocument): PinnedAway {
  let missing = 0;
  let unset = 0;
  for (const [key, { field, stamp }] of held.registers) {
    if (!isSet(field) || isFloor(stamp) || key === PIN_KEY) continue;
    const next = registers.get(key);
    if (next === undefined) missing++;
    else if (!isSet(next.field)) unset++;
  }
  return { missing, unset };
}
