import type { ChannelKey } from './casemapping.ts';
import type { ChannelEntry } from './channel-table.ts';
import { type ChannelDocument, wins } from './document.ts';
import { type Field, type FieldKey, isSet, unset } from './field.ts';
import {
  cutEntries,
  differences,
  explains,
  type HostChannel,
  hasTaken,
  isSettled,
  sameCreation,
  showsSame,
  standsFor,
  unexplained,
} from './host-channel.ts';
import { type HostChannelState, type HostProfile, showable } from './host-messages.ts';
import type { KeptChanges } from './kept-changes.ts';
import type { Replica } from './replica.ts';
import { nextStamp, type Stamp } from './stamp.ts';

/** What a snapshot can be compared with. */
export interface SnapshotKind {
  /** What it lacks may have been forgotten. */
  readonly forgot: boolean;
  /** The host told whether the ircd restarted. */
  readonly told: boolean;
  /** The first that this server ever took. */
  readonly first: boolean;
}

/** A channel in a snapshot. */
export interface ShownChannel {
  readonly state: HostChannelState;
  /** The fields of it, by key. */
  readonly shown: Map<FieldKey, Field>;
  /** What the host showed of the name when it was last seen. */
  readonly known: HostChannel | undefined;
  /** The same where the snapshot is to be compared with it; null: with the ircd's defaults. */
  readonly remembered: HostChannel | null;
  /** The channel that stands behind it; null: a new one. */
  readonly entry: ChannelEntry | null;
}

/** What a channel in a snapshot says. */
export interface ShownChanges {
  readonly changes: Map<FieldKey, Field>;
  /** What was given to the host, and what it shows instead, as far as is known. */
  readonly cut: HostChannel['substitutes'];
}

/** What a host's users can be taken to have done, by what it shows and tells. Only judges: nothing is written here. */
export class HostStatements {
  readonly #replica: Replica;
  readonly #profile: HostProfile;
  readonly #defaults: Map<FieldKey, Field>;

  /** `defaults`: the profile's, by key. */
  constructor(replica: Replica, profile: HostProfile, defaults: Map<FieldKey, Field>) {
    this.#replica = replica;
    this.#profile = profile;
    this.#defaults = defaults;
  }

  /** What changed on the host, of a channel in a snapshot; `notes`: takes what did not, or is nobody's doing. */
  ofSnapshot(kind: SnapshotKind, channel: ShownChannel, notes: KeptChanges | null): ShownChanges {
    const { state, shown, remembered, entry } = channel;
    if (notes !== null) this.#noteUnchanged(channel, notes);
    const changes = remembered
      ? unexplained(remembered, showable(this.#profile, remembered.shown), shown, notes)
      : differences(this.#defaults, shown);
    if (remembered !== null && this.#mayBeNew(remembered, state, shown))
      this.#dropAbsent(changes, shown, notes);
    if (entry !== null && !kind.first) this.#dropAgreed(entry, remembered, changes, notes);
    const cut = this.#cutEntries(kind, channel);
    for (const [key, { shownKey }] of cut) {
      changes.delete(shownKey!);
      notes?.note('cut', key);
    }
    if (changes.size === 0 && notes?.isEmpty) notes.note('same');
    return { changes, cut };
  }

  /** What a channel that was created just now has beside what its ircd sets by itself. */
  ofCreated(shown: ReadonlyMap<FieldKey, Field>, notes: KeptChanges | null): Map<FieldKey, Field> {
    if (notes !== null) this.#noteDefaults(shown, notes);
    return differences(this.#defaults, shown);
  }

  /**
   * The changes as writes to what stands behind the channel: removing a mask that stands for others removes those, and fields
   * that are left to the host are not written.
   */
  writes(
    key: ChannelKey,
    changes: Map<FieldKey, Field>,
    entry: ChannelEntry | null,
    now: number,
    notes: KeptChanges | null,
  ): Map<FieldKey, Field> {
    const meant = this.#meant(this.#replica.host.channels.get(key), changes, entry, notes);
    return this.#exported(key, meant, now, notes);
  }

  /**
   * The stamp of something that happened while the host was away: the ircd's own time where it gives one, else the moment
   * the host was last seen. It is not before that, but for what a restarted ircd brings from its own disk.
   */
  gapStamp({ told, forgot }: SnapshotKind, field: Field, state: HostChannelState, now: number): Stamp {
    const { server, host } = this.#replica;
    const { seen } = host;
    const own = Math.min(ownTimeMs(field), now);
    if (seen === null) return { ms: own || createdAtMs(state.createdAt, now), counter: 1, server };
    if (own > seen.ms) return { ms: own, counter: 0, server };
    const fromDisk = told && forgot && own > 0 && own + SECOND_MS <= seen.ms;
    if (fromDisk) return { ms: own, counter: 0, server };
    return nextStamp({ ...seen, server });
  }

  /**
   * Takes out of `changes` what only brings the host to what its channel's document says: an update whose result got lost
   * did that. What is offered of a document that was stored is not stored again. What the host had taken is not given to it
   * again, so what became of that since is its users' doing; and what stood for something else says more.
   */
  #dropAgreed(
    entry: ChannelEntry,
    known: HostChannel | null,
    changes: Map<FieldKey, Field>,
    notes: KeptChanges | null,
  ): void {
    if (changes.size === 0) return;
    const { registers } = entry.document;
    const inherited = this.#replica.inherited(entry);
    for (const [key, field] of changes) {
      if (known !== null && standsFor(known, key).length > 0) continue;
      const said = (inherited.get(key)?.register ?? registers.get(key))?.field;
      if (said === undefined || (known !== null && hasTaken(known, key, said))) continue;
      if (!explains(said, field)) continue;
      changes.delete(key);
      notes?.note('agreed', key);
    }
  }

  /**
   * True when the channel can have been created anew in the very second of its creation, which no creation time tells: the host
   * was last seen before that second was over, and of what users had said there nothing is left. Then a removal may get lost;
   * that is better than to take a whole channel away from everybody.
   */
  #mayBeNew(
    known: HostChannel,
    { createdAt }: HostChannelState,
    shown: ReadonlyMap<FieldKey, Field>,
  ): boolean {
    const { seen } = this.#replica.host;
    return createdAt !== 0 && seen!.ms < (createdAt + 1) * SECOND_MS && !showsAgain(known, shown);
  }

  /** Takes out of `changes` what a channel without any writes shows, too. */
  #dropAbsent(
    changes: Map<FieldKey, Field>,
    shown: ReadonlyMap<FieldKey, Field>,
    notes: KeptChanges | null,
  ): void {
    const ofNew = differences(this.#defaults, shown);
    for (const key of [...changes.keys()]) {
      if (ofNew.has(key)) continue;
      changes.delete(key);
      notes?.note('may-be-new', key);
    }
  }

  /** As `#dropAgreed`, of masks that the host cut. A run of the ircd that was never attached was given nothing. */
  #cutEntries(
    { told, forgot, first }: SnapshotKind,
    { remembered, entry, shown }: ShownChannel,
  ): HostChannel['substitutes'] {
    const document = first || (told && forgot) ? null : (entry?.document ?? null);
    const known = remembered ?? { shown: this.#defaults, substitutes: new Map(), offered: null };
    return cutEntries(known, document, shown);
  }

  /** The writes without the fields that are left to the host. */
  #exported(
    key: ChannelKey,
    writes: Map<FieldKey, Field>,
    now: number,
    notes: KeptChanges | null,
  ): Map<FieldKey, Field> {
    const left = [...this.#replica.flaps.leftOf(key, now)];
    if (left.length === 0) return writes;
    const exported = new Map(writes);
    for (const fieldKey of left) if (exported.delete(fieldKey)) notes?.note('left-to-host', fieldKey);
    return exported;
  }

  /** The changes as writes: removing a mask that stands for others removes those. */
  #meant(
    host: HostChannel | undefined,
    writes: Map<FieldKey, Field>,
    entry: ChannelEntry | null,
    notes: KeptChanges | null,
  ): Map<FieldKey, Field> {
    if (host === undefined || host.substitutes.size === 0) return writes;
    const meant = new Map(writes);
    for (const [fieldKey, field] of writes) {
      const originals = isSet(field) ? [] : standsFor(host, fieldKey);
      const register = entry?.document.registers.get(fieldKey);
      if (originals.length > 0 && !(register && isSet(register.field))) {
        meant.delete(fieldKey);
        notes?.note('stood-for-others', fieldKey);
      }
      for (const [originalKey, original] of originals) meant.set(originalKey, unset(original));
    }
    return meant;
  }

  /** What nothing is made of, before anything is compared. */
  #noteUnchanged({ shown, known, remembered }: ShownChannel, notes: KeptChanges): void {
    if (remembered === null) {
      this.#noteDefaults(shown, notes);
      for (const key of known?.shown.keys() ?? [])
        if (!shown.has(key) && !this.#defaults.has(key)) notes.note('forgotten', key);
      return;
    }
    const represented = showable(this.#profile, remembered.shown);
    for (const key of remembered.shown.keys())
      if (!shown.has(key) && !represented.has(key)) notes.note('cannot-show', key);
    const now = { shown, substitutes: remembered.substitutes };
    for (const [key, { wanted }] of remembered.substitutes)
      if (isSettled(now, key, wanted)) notes.note('substitute', key);
  }

  #noteDefaults(shown: ReadonlyMap<FieldKey, Field>, notes: KeptChanges): void {
    for (const [key, field] of this.#defaults) {
      const own = shown.get(key);
      if (own !== undefined && showsSame(own, field)) notes.note('default', key);
    }
  }
}

/** Ircds count in these. */
const SECOND_MS = 1000;

/** True when what the host showed of the channel is what a snapshot of it has to be compared with. */
export function remembers(
  { forgot, told, first }: SnapshotKind,
  known: HostChannel,
  createdAt: number,
): boolean {
  if (first || (told && forgot)) return false;
  return (told || createdAt !== 0) && sameCreation(known, createdAt);
}

/** Notes which of the `writes` the document does not have; `written`: the keys of those that it took. */
export function noteUnwritten(
  notes: KeptChanges,
  { registers }: ChannelDocument,
  writes: ReadonlyMap<FieldKey, Field>,
  written: readonly FieldKey[],
  stamp: (field: Field) => Stamp,
): void {
  const taken = new Set(written);
  for (const [key, field] of writes) {
    if (taken.has(key)) continue;
    notes.note(wins({ field, stamp: stamp(field) }, registers.get(key)) ? 'no-room' : 'outweighed', key);
  }
}

/** When the channel was created, Unix ms, by the ircd's own time (seconds, 0: it tells none). */
export function createdAtMs(seconds: number, now: number): number {
  return seconds > 0 ? Math.min(seconds * SECOND_MS, now) : now;
}

/** True when a topic or an entry that the host showed is there still. Flags are set again soon by whoever makes a channel anew. */
function showsAgain({ shown }: HostChannel, now: ReadonlyMap<FieldKey, Field>): boolean {
  for (const [key, before] of shown) {
    if (before.kind !== 'topic' && before.kind !== 'entry') continue;
    const field = now.get(key);
    if (field !== undefined && showsSame(before, field)) return true;
  }
  return false;
}

function ownTimeMs(field: Field): number {
  return (field.kind === 'topic' || field.kind === 'entry') && field.value ? field.value.setAt * 1000 : 0;
}
