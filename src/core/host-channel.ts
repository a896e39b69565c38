import type { DocumentPart } from './document.ts';
import { type Field, type FieldKey, isSet, keyedMask, sameValue, unset } from './field.ts';
import type { ChannelId } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import type { KeptChanges } from './kept-changes.ts';
import { isCutMask } from './mask.ts';

/** What the host shows for a name, as far as is known here, and which of it stands for something else. */
export interface HostChannel {
  /** As the host spells it. */
  readonly name: IrcText;
  /** The id whose view the host was given, or which it created; null: a leftover of something unknown here. */
  readonly id: ChannelId | null;
  /** The ircd's own creation time, Unix seconds, 0: unknown. Another value: created anew there. */
  readonly createdAt: number;
  /** Everything that it shows as set. */
  readonly shown: Map<FieldKey, Field>;
  /** It did not have the channel before what is offered, and what its ircd sets by itself is not among `shown`. */
  readonly isNew?: boolean;
  /** Where the host shows something else than it was given: by the key of what it was given. */
  readonly substitutes: Map<FieldKey, Substitute>;
  /** Why it does not have the channel that it was given, as it says; left out: it has it, as far as is known. */
  readonly missing?: string;
  /** It was told to stop showing the channel and did not. */
  readonly keepsShowing: boolean;
  /** Set while an update has no result: whatever of it is seen on the host may be the update's doing. */
  readonly offered: Offer | null;
}

/** What an update makes of a host's channel. */
export interface Offer {
  /** The creation time that it gives, Unix seconds, 0: unknown. */
  readonly createdAt: number;
  /** The fields that it changes, unset ones too. */
  readonly fields: ReadonlyMap<FieldKey, Field>;
}

/** The host was given `wanted` and shows `shown` (null: nothing) instead. */
export interface Substitute {
  readonly wanted: Field;
  readonly shown: Field | null;
  /** The key of `shown`: an ircd that completes or cuts a mask shows it under another one. */
  readonly shownKey: FieldKey | null;
  readonly reason: string;
}

/** What there is to write when a host that showed `before` shows `now`: absence is a write too. */
export function differences(
  before: ReadonlyMap<FieldKey, Field>,
  now: ReadonlyMap<FieldKey, Field>,
): Map<FieldKey, Field> {
  const changed = new Map<FieldKey, Field>();
  for (const [key, field] of now) {
    const old = before.get(key);
    if (old === undefined || !showsSame(old, field)) changed.set(key, field);
  }
  for (const [key, field] of before) if (!now.has(key)) changed.set(key, unset(field));
  return changed;
}

/** What a snapshot shows otherwise than the host did, and that no update under way accounts for. */
export function unexplained(
  host: HostChannel,
  before: ReadonlyMap<FieldKey, Field>,
  now: ReadonlyMap<FieldKey, Field>,
  notes: KeptChanges | null = null,
): Map<FieldKey, Field> {
  const changed = differences(before, now);
  for (const [key, field] of changed) {
    const offered = host.offered?.fields.get(key);
    if (offered === undefined || !explains(offered, field)) continue;
    changed.delete(key);
    notes?.note('under-way', key);
  }
  return changed;
}

/**
 * The entries that an update without a result gave to the host, or may have given of `document`, and of which a snapshot
 * shows a cut form instead that the host did not show before, or was to show no longer. One form may stand for several.
 */
export function cutEntries(
  host: Pick<HostChannel, 'shown' | 'substitutes' | 'offered'>,
  document: Pick<DocumentPart, 'registers'> | null,
  now: ReadonlyMap<FieldKey, Field>,
): HostChannel['substitutes'] {
  const cut: HostChannel['substitutes'] = new Map();
  const forms = newEntries(host, now);
  const note = (key: FieldKey, wanted: Field): void => {
    if (wanted.kind !== 'entry' || !isSet(wanted) || now.has(key)) return;
    const mask = keyedMask(key, wanted);
    const form = forms.find(
      ({ field, mask: shorter }) => field.list === wanted.list && isCutMask(shorter, mask),
    );
    if (form !== undefined) cut.set(key, { wanted, shown: form.field, shownKey: form.key, reason: CUT });
  };
  if (forms.length === 0) return cut;
  for (const [key, wanted] of host.offered?.fields ?? []) note(key, wanted);
  for (const [key, { field }] of document?.registers ?? []) {
    // One that a full list refused is given again when there is room.
    const isShown = host.shown.has(key) || (host.substitutes.get(key)?.shown ?? null) !== null;
    if (!isShown) note(key, field);
  }
  return cut;
}

const CUT = 'the host cut it, as far as is known: its answer was lost';

interface KeyedEntry {
  readonly key: FieldKey;
  readonly field: Extract<Field, { kind: 'entry' }>;
  readonly mask: string;
}

/** The entries that came, the longest first: it is the nearest to what was given. */
function newEntries(
  { shown, offered }: Pick<HostChannel, 'shown' | 'offered'>,
  now: ReadonlyMap<FieldKey, Field>,
): KeyedEntry[] {
  const entries: KeyedEntry[] = [];
  for (const [key, field] of now) {
    if (field.kind !== 'entry') continue;
    const given = offered?.fields.get(key);
    const isNew = given === undefined ? !shown.has(key) : !isSet(given);
    if (isNew) entries.push({ key, field, mask: keyedMask(key, field) });
  }
  return entries.sort((one, other) => other.mask.length - one.mask.length);
}

/** True when a host that was given one field may show the other for it. */
export function explains(given: Field, shown: Field): boolean {
  return showsSame(given, shown) || isCutOf(shown, given);
}

/** True when an ircd can have made `shown` of `given`: it cuts what is too long, drops what a key may not hold, and raises times. */
function isCutOf(shown: Field, given: Field): boolean {
  if (shown.kind === 'join-key' && given.kind === 'join-key') {
    const kept = given.value?.replace(/[,: ]/g, '');
    return (
      shown.value !== null && (kept?.startsWith(shown.value) || given.value?.startsWith(shown.value)) === true
    );
  }
  if (shown.kind !== 'topic' || given.kind !== 'topic' || shown.value === null || given.value === null)
    return false;
  const sameSetter = given.value.setter.startsWith(shown.value.setter);
  return (
    given.value.text.startsWith(shown.value.text) && sameSetter && shown.value.setAt >= given.value.setAt
  );
}

/** True when a channel of that creation time can be the one that the host showed. An ircd may tell none: it remembers. */
export function sameCreation(host: HostChannel, createdAt: number): boolean {
  const known = [host.createdAt, host.offered?.createdAt];
  return createdAt === 0 || known.includes(0) || known.includes(createdAt);
}

/**
 * True when two things that a host shows are the same to its users. Who set an entry and when is not compared, and a
 * topic's setter and time only where both are known: ircds do not tell them everywhere.
 */
export function showsSame(a: Field, b: Field): boolean {
  if (a === b) return true;
  if (isSet(a) !== isSet(b)) return false;
  if (a.kind === 'entry') return true;
  if (a.kind !== 'topic' || b.kind !== 'topic' || a.value === null || b.value === null)
    return sameValue(a, b);
  const sameSetter = a.value.setter === b.value.setter || a.value.setter === '' || b.value.setter === '';
  const sameTime = a.value.setAt === b.value.setAt || a.value.setAt === 0 || b.value.setAt === 0;
  return a.value.text === b.value.text && sameSetter && sameTime;
}

/** The fields that an update to `wanted` changes, unset ones too: what is known to stand for something wanted stays. */
export function fieldsToChange(
  host: Pick<HostChannel, 'shown' | 'substitutes'>,
  wanted: ReadonlyMap<FieldKey, Field>,
): Map<FieldKey, Field> {
  const changes = differences(host.shown, wanted);
  for (const [key, field] of changes) {
    const originals = isSet(field) ? [] : standsFor(host, key);
    if (originals.some(([original]) => wanted.has(original))) changes.delete(key);
  }
  return changes;
}

/** True when the host has to be given `wanted` because it neither shows it nor something that is known to stand for it. */
export function needsUpdate(host: HostChannel, wanted: ReadonlyMap<FieldKey, Field>): boolean {
  for (const [key, field] of fieldsToChange(host, wanted)) if (!isSettled(host, key, field)) return true;
  return false;
}

/** True when the host was given `field`, whose key is `key`, and shows what it then made of it still. */
export function isSettled(
  host: Pick<HostChannel, 'shown' | 'substitutes'>,
  key: FieldKey,
  field: Field,
): boolean {
  const substitute = host.substitutes.get(key);
  return substitute !== undefined && sameValue(substitute.wanted, field) && stillShows(host, key, substitute);
}

/** The substitutes that still count when the host shows `now`: an entry that it refused is tried again when a list is shorter. */
export function substitutesAt(
  { shown, substitutes }: HostChannel,
  now: ReadonlyMap<FieldKey, Field>,
): HostChannel['substitutes'] {
  const isRefused = ([, { wanted, shown }]: [FieldKey, Substitute]) =>
    wanted.kind === 'entry' && shown === null;
  if (![...substitutes].some(isRefused)) return substitutes;
  const before = listSizes(shown);
  const after = listSizes(now);
  // Any list will do: some hosts count all of them together.
  const hasRoom = [...before].some(([list, size]) => (after.get(list) ?? 0) < size);
  return hasRoom ? new Map([...substitutes].filter((each) => !isRefused(each))) : substitutes;
}

function listSizes(fields: ReadonlyMap<FieldKey, Field>): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const field of fields.values()) {
    if (field.kind === 'entry') sizes.set(field.list, (sizes.get(field.list) ?? 0) + 1);
  }
  return sizes;
}

/** True when the host is known to show `field`, whose key is `key`, or what it made of it. */
export function hasTaken({ shown, substitutes }: HostChannel, key: FieldKey, field: Field): boolean {
  const substitute = substitutes.get(key);
  if (substitute !== undefined) return sameValue(substitute.wanted, field);
  return showsSame(shown.get(key) ?? unset(field), field);
}

/** What was given to the host when it shows `key` instead of that: the entries whose masks it completed or cut. */
export function standsFor(host: Pick<HostChannel, 'substitutes'>, key: FieldKey): [FieldKey, Field][] {
  const originals: [FieldKey, Field][] = [];
  for (const [wantedKey, { wanted, shownKey }] of host.substitutes) {
    if (shownKey === key && wantedKey !== key) originals.push([wantedKey, wanted]);
  }
  return originals;
}

/** False when an event changed meanwhile what the host showed instead. */
function stillShows(
  host: Pick<HostChannel, 'shown'>,
  key: FieldKey,
  { shown, shownKey }: Substitute,
): boolean {
  const present = host.shown.get(shownKey ?? key) ?? null;
  return shown === null || present === null ? shown === present : showsSame(shown, present);
}
