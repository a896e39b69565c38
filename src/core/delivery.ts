import type { DocumentPart } from './document.ts';
import type { FieldKey } from './field.ts';
import type { ServerName } from './identity.ts';

/** By field: the peer that told what somebody else wrote. Null: whoever wrote a field told it. */
export type DeliveredBy = ReadonlyMap<FieldKey, ServerName> | null;

/** What is known of who told what, after `peer` told these fields of `part` and they were joined. */
export function delivered(
  known: DeliveredBy,
  peer: ServerName,
  { registers }: Pick<DocumentPart, 'registers'>,
  joined: readonly FieldKey[],
): DeliveredBy {
  const relayed = joined.filter((key) => registers.get(key)!.stamp.server !== peer);
  if (relayed.length === 0 && (known === null || !joined.some((key) => known.has(key)))) return known;
  const next = new Map(known);
  for (const key of joined) next.delete(key);
  for (const key of relayed) next.set(key, peer);
  return next.size === 0 ? null : next;
}
