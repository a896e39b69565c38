import type { Field, FieldKey } from './field.ts';

/** What a holder says of its side of a channel. Only that server writes it. */
export interface Presence {
  members: number;
  /** False while no link to the holder has confirmed it. */
  reachable: boolean;
  /**
   * Own presence only: kept for so long, in milliseconds that this server is up, for an ircd that restarted and has not got its
   * users back. A start of this server begins it anew.
   */
  graceMs: number | null;
  /** What a peer without stamps last said of the channel: its next line is compared with it. Null: it has stamps. */
  said: ReadonlyMap<FieldKey, Field> | null;
}
