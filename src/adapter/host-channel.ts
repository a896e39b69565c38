import type { Field } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';

/** A channel as the ircd shows it. */
export interface HostChannel {
  readonly name: IrcText;
  /** The ircd's creation time, Unix seconds. */
  readonly createdAt: number;
  /** A local user is in it, or a local act made it permanent. */
  readonly held: boolean;
  /** Users of the native network in it. */
  readonly members: number;
  readonly fields: readonly Field[];
}

/** What happened to a channel on the ircd. */
export type HostChange =
  | { readonly kind: 'created'; readonly channel: HostChannel }
  | { readonly kind: 'changed'; readonly fields: readonly Field[] }
  | { readonly kind: 'presence'; readonly held: boolean; readonly members: number }
  | { readonly kind: 'dropped' };

export interface HostEvent {
  readonly name: IrcText;
  readonly change: HostChange;
}

/** What the ircd should show for a name; `fields` null: nothing. */
export interface HostUpdate {
  readonly number: number;
  /** The last event that it takes into account. */
  readonly hostSequence: number;
  readonly name: IrcText;
  readonly fields: readonly Field[] | null;
}

export interface Deviation {
  readonly wanted: Field;
  readonly shown: Field | null;
  /** Why, for people. Never holds a key. */
  readonly reason: string;
}

export interface HostResult {
  readonly number: number;
  readonly name: IrcText;
  readonly status: 'applied' | 'truncated' | 'refused' | 'observed';
  readonly deviations: readonly Deviation[];
  /** Unix seconds, 0: the channel is not there. */
  readonly createdAt: number;
}

/** What the ircd can represent and how it names things. */
export interface HostProfile {
  readonly software: string;
  readonly casemapping: string;
  readonly flags: readonly string[];
  readonly parameters: readonly string[];
  readonly lists: readonly string[];
  readonly defaults: readonly Field[];
}
