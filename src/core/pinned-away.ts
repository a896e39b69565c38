import type { ChannelEntry } from './channel-table.ts';
import { type ChannelDocument, type DocumentPart, join, newDocument } from './document.ts';
import { type FieldKey, isSet } from './field.ts';
import type { PeerMessage } from './guard.ts';
import { type Holders, NO_HOLDERS, withHolder, withoutHolder } from './holders.ts';
import type { ServerName } from './identity.ts';
import { inheritedRegisters } from './merged-fields.ts';
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
  return losses(ownKeys(replica, held), shownKeys(replica, document));
}

function holdersWith(holders: Holders, peer: ServerName, members: number | null): Holders {
  if (members === null) return withoutHolder(holders, peer);
  return withHolder(holders, peer, { members, reachable: true, graceMs: null, said: null });
}

/** Written fields that are set, not those from channels above: what an id lacks of these shows through there too. */
function ownKeys(replica: Replica, held: ChannelEntry): Set<FieldKey> {
  const keys = new Set<FieldKey>();
  const inherited = [...replica.inherited(held)].filter(([, { channel }]) => channel === null);
  const merged = inherited.map(([key, { register }]) => [key, register] as const);
  for (const [key, register] of [...held.document.registers, ...merged])
    if (key !== PIN_KEY && isSet(register.field) && !isFloor(register.stamp)) keys.add(key);
  return keys;
}

/** By key whether it is set: all that was ever written to the document, or shows through from an id that was merged into it. */
function shownKeys(replica: Replica, document: ChannelDocument): Map<FieldKey, boolean> {
  const isMerged = replica.policyFor(replica.key(document.name)) === 'merge';
  const inherited = isMerged ? inheritedRegisters(document, (id) => replica.table.get(id)) : [];
  const merged = [...inherited].map(([key, { register }]) => [key, register] as const);
  return new Map([...document.registers, ...merged].map(([key, { field }]) => [key, isSet(field)]));
}

function losses(held: ReadonlySet<FieldKey>, shown: ReadonlyMap<FieldKey, boolean>): PinnedAway {
  let missing = 0;
  let unset = 0;
  for (const key of held) {
    const isShown = shown.get(key);
    if (isShown === undefined) missing++;
    else if (!isShown) unset++;
  }
  return { missing, unset };
}
