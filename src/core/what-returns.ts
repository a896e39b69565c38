import { describeFields } from './change-log.ts';
import type { ChannelEntry } from './channel-table.ts';
import { type ChannelDocument, type DocumentPart, join, newDocument } from './document.ts';
import { type FieldKey, isSet } from './field.ts';
import type { PeerMessage } from './guard.ts';
import type { ServerName } from './identity.ts';
import { claimOf } from './peer-claim.ts';
import type { Replica } from './replica.ts';

/** So many fields are named of those set, and of those unset: the text is kept as long as the message waits. */
export const NAMED_FIELDS_MAX = 20;

/**
 * What a peer under review would change here, for people: field keys and no value. Null: nothing, or it is not under review.
 * It tells of all that the peer said of the id and that waits already, too.
 */
export function whatReturns(replica: Replica, message: PeerMessage): string | null {
  const { peer, part } = message;
  if (!replica.peers.get(peer)?.review) return null;
  const entry = replica.table.get(part.id);
  if (changesOf(peer, part, entry) === null) return null;
  const whole = replica.quarantine.whole(message);
  const keys = changesOf(peer, whole, entry) ?? [];
  const would = entry === undefined ? 'bring back an id that is unknown here' : 'change what is known here';
  return `${peer} is under review, and would ${would}: ${describe(keys, whole)}`;
}

/** The fields that would be other ones, by key; empty: only what is known of the id itself. Null: nothing. */
function changesOf(
  peer: ServerName,
  part: DocumentPart,
  entry: ChannelEntry | undefined,
): readonly FieldKey[] | null {
  if (entry === undefined) return [...part.registers.keys()];
  const copy = copyOf(entry.document);
  const joined = join(copy, claimOf(peer, part, entry));
  return joined ?? (setsAge(peer, part, entry) ? [] : null);
}

function copyOf(document: ChannelDocument): ChannelDocument {
  const copy = newDocument(document);
  join(copy, document);
  return copy;
}

/** As `confirmAge` does. */
function setsAge(
  peer: ServerName,
  { createdAt }: DocumentPart,
  { document, confirmed }: ChannelEntry,
): boolean {
  return peer === document.origin && !confirmed && createdAt !== null && createdAt !== document.createdAt;
}

function describe(keys: readonly FieldKey[], { registers }: DocumentPart): string {
  const isGained = (key: FieldKey) => {
    const register = registers.get(key);
    return register !== undefined && isSet(register.field);
  };
  const gained = keys.filter(isGained);
  const lost = keys.filter((key) => !isGained(key));
  const parts = [
    ...(gained.length > 0 ? [`set ${named(gained)}`] : []),
    ...(lost.length > 0 ? [`unset ${named(lost)}`] : []),
  ];
  return parts.join('; ') || 'no field';
}

function named(keys: readonly FieldKey[]): string {
  const more = keys.length - NAMED_FIELDS_MAX;
  return describeFields(keys.slice(0, NAMED_FIELDS_MAX)) + (more > 0 ? ` and ${more} more` : '');
}
