/** When a channel id was created, as far as it is known here. */
export interface KnownAge {
  /** Unix ms; null: nobody has said so in a form that can be read. */
  readonly createdAt: number | null;
  /** The origin itself said so, or is this server. */
  readonly confirmed: boolean;
}

/**
 * The age of an id after a claim that was let through or approved: of several third parties' claims the earliest counts, and
 * the origin's own beats all of them, before and after. So servers that heard the origin end with what it said last, and the
 * others with the earliest claim that they let in, in whatever order claims came.
 *
 * To be applied before `join`, which knows nothing of who says what: the document takes the resulting `createdAt`, and so
 * does the part.
 */
export function settleAge(known: KnownAge, said: number | null, byOrigin: boolean): KnownAge {
  if (said === null) return known;
  if (byOrigin) return { createdAt: said, confirmed: true };
  if (known.confirmed || (known.createdAt !== null && known.createdAt <= said)) return known;
  return { createdAt: said, confirmed: false };
}
