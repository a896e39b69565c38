import type { Field, FieldKey } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { ListCap } from './list-caps.ts';
import type { ShadowChannel } from './shadow-channel.ts';

export interface UpdateToPlan {
  readonly name: IrcText;
  /** What to show, by key; null: the channel should go. */
  readonly wanted: ReadonlyMap<FieldKey, Field> | null;
  /** As the ircd shows it; null: it has none. */
  readonly channel: ShadowChannel | null;
  /** Changed on the ircd by an event that the update does not know of: left as they are. `all`: the channel itself was. */
  readonly untouchable: ReadonlySet<FieldKey> | 'all';
  /** The ircd's time, Unix seconds. */
  readonly now: number;
  /** The ircd was asked for the channel since the update came: what it has not told by then it does not tell. */
  readonly isAsked?: boolean;
}

export interface Plan {
  /** Empty: nothing is to be written. */
  readonly lines: readonly string[];
  /** What the written fields should become. */
  readonly written: ReadonlyMap<FieldKey, Field>;
  /** The lines make the channel. */
  readonly creates: { readonly createdAt: number } | null;
  /** The lines take a channel away that is wanted, because it would be open here. */
  readonly takesAway: boolean;
  /** Why a field is or will be shown otherwise than wanted. */
  readonly reasons: ReadonlyMap<FieldKey, Reason>;
  /** Why the channel itself is not made, or taken away; null: it is or will be there as wanted. */
  readonly refusal: Reason | null;
  /** Wanted fields that another one stands for: by its own key, the key of the one that is shown. */
  readonly standIns: ReadonlyMap<FieldKey, FieldKey>;
  /** Something can be written only from this time on (Unix seconds, the ircd's): plan again then. Null: nothing waits. */
  readonly notBefore: number | null;
  /** List entries that are not written by these caps: to be planned again when the ircd then tells others. Null: all are. */
  readonly leftOut: LeftOut | null;
}

export interface LeftOut {
  readonly keys: readonly FieldKey[];
  /** As `ChannelWriter.listCaps`. */
  readonly caps: readonly ListCap[] | null;
}

/** Why the ircd shows something else than was wanted. The text is for people and never holds a key. */
export interface Reason {
  readonly text: string;
  readonly status: 'truncated' | 'refused';
}

export const nothingToDo: Plan = {
  lines: [],
  written: new Map(),
  creates: null,
  takesAway: false,
  reasons: new Map(),
  refusal: null,
  standIns: new Map(),
  notBefore: null,
  leftOut: null,
};

export const changedMeanwhile: Reason = { text: 'changed on the ircd meanwhile', status: 'truncated' };

export function refused(text: string): Reason {
  return { text, status: 'refused' };
}

export function truncated(text: string): Reason {
  return { text, status: 'truncated' };
}
