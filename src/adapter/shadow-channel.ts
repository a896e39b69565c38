import type { ChannelKey } from '../core/casemapping.ts';
import { type Field, type FieldKey, isSet, sameValue } from '../core/field.ts';
import type { HostChannelState } from '../core/host-messages.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { PrefixMode } from '../core/member.ts';

/** A channel as the ircd shows it, as far as the adapter knows. */
export interface ShadowChannel {
  readonly key: ChannelKey;
  readonly name: IrcText;
  /** The ircd's timestamp, Unix seconds: never lowered. 0: not known (yet). */
  createdAt: number;
  permanent: boolean;
  /** The adapter's own user is in it: the channel stays without members, and nobody here holds it. */
  kept: boolean;
  /** The native network's users in it, by id. */
  members: Map<string, Membership>;
  /** Users of the adapter that stand for members elsewhere and keep it there; nobody here holds it for them. */
  guests: number;
  /** Ids of clients of services in it: they keep it there, and nobody here holds it for them. */
  services: Set<string>;
  /** A mode that is told to nobody (oper-only) closes it: it is this ircd's alone. */
  withheld: boolean;
  /** A mode lets it have longer lists, whether that is carried or not. */
  hasLargeLists: boolean;
  /** What is set. */
  fields: Map<FieldKey, Field>;
  /** When the topic was set or removed last; 0: never. */
  topicSetAt: number;
  /** What became of fields that the ircd shows otherwise than was written: not written again while both stay. */
  readonly settled: Map<FieldKey, Settled>;
  /** Fields that the ircd may show otherwise than `fields` says, and does not tell: written again whatever that says. */
  readonly unsure: Set<FieldKey>;
}

/** What a user is in a channel. */
export interface Membership {
  /** As `sortedModes` has them. */
  readonly modes: readonly PrefixMode[];
  /** Unix seconds; 0: unknown. */
  readonly joinedAt: number;
}

/** `wanted` was written; the ircd then showed `shown` (null: nothing). */
export interface Settled {
  readonly wanted: Field;
  readonly shown: Field | null;
  /** So many entries were on the list then. */
  readonly listed: number;
}

/** How many entries are on the list of the field; 0: it is no entry. */
export function listSize({ fields }: Pick<ShadowChannel, 'fields'>, field: Field): number {
  let size = 0;
  if (field.kind !== 'entry') return size;
  for (const other of fields.values()) if (other.kind === 'entry' && other.list === field.list) size++;
  return size;
}

export type Entry = Extract<Field, { kind: 'entry' }>;

/** What the ircd shows now of entries that it took under other masks: by the key of the one that was written. */
export function standInEntries({
  fields,
  settled,
}: Pick<ShadowChannel, 'fields' | 'settled'>): Map<FieldKey, Entry> {
  const found = new Map<FieldKey, Entry>();
  const altered = [...settled].filter(([key, { shown }]) => shown?.kind === 'entry' && !fields.has(key));
  if (altered.length === 0) return found;
  const textOf = ({ list, mask }: Entry): string => `${list} ${mask}`;
  const entries = [...fields.values()].filter((field) => field.kind === 'entry');
  const byText = new Map(entries.map((entry) => [textOf(entry), entry]));
  for (const [key, { shown }] of altered) {
    const now = byText.get(textOf(shown as Entry));
    if (now !== undefined) found.set(key, now);
  }
  return found;
}

export function newShadowChannel(key: ChannelKey, name: IrcText, createdAt: number): ShadowChannel {
  return {
    key,
    name,
    createdAt,
    permanent: false,
    kept: false,
    members: new Map(),
    guests: 0,
    services: new Set(),
    withheld: false,
    hasLargeLists: false,
    fields: new Map(),
    topicSetAt: 0,
    settled: new Map(),
    unsure: new Set(),
  };
}

export function isHeld(channel: ShadowChannel): boolean {
  return channel.permanent || channel.members.size > 0;
}

/** False: no ircd has such a channel, but for one without members that the adapter made. */
export function isThere(channel: ShadowChannel): boolean {
  return isHeld(channel) || channel.kept || channel.guests > 0 || channel.services.size > 0;
}

export function channelState(channel: ShadowChannel): HostChannelState {
  return {
    name: channel.name,
    createdAt: channel.createdAt,
    held: isHeld(channel),
    members: channel.members.size,
    fields: [...channel.fields.values()],
  };
}

export function setField(channel: ShadowChannel, key: FieldKey, field: Field): void {
  if (isSet(field)) channel.fields.set(key, field);
  else channel.fields.delete(key);
}

/**
 * True when `shown` is what `wanted` says (undefined: unset). Of a list entry only its mask counts: no ircd takes
 * setter and time from a server.
 */
export function shows(shown: Field | undefined, wanted: Field): boolean {
  if (shown === undefined) return !isSet(wanted);
  if (shown.kind === 'entry' && wanted.kind === 'entry') return isSet(shown) === isSet(wanted);
  return sameValue(shown, wanted);
}
