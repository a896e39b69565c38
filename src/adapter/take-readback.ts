import { type Field, type FieldKey, isSet, keyedMask, unset } from '../core/field.ts';
import { isCutMask } from '../core/mask.ts';
import { type Entry, type ShadowChannel, shows, standInEntries } from './shadow-channel.ts';

export interface Readback {
  /** The differences that no write of ours explains. */
  readonly unexpected: readonly Field[];
  /** Wanted entries that the ircd shows under another mask: by the key of the wanted one. */
  readonly altered: ReadonlyMap<FieldKey, Field>;
}

/** Gives the channel the fields that the ircd said it has; `written` is what they were to become. */
export function takeReadback(
  channel: ShadowChannel,
  truth: ReadonlyMap<FieldKey, Field>,
  written: ReadonlyMap<FieldKey, Field>,
): Readback {
  const before = channel.fields;
  const standing = new Set<Field>(standInEntries(channel).values());
  const unexpected = new Map<FieldKey, Field>();
  channel.fields = new Map();
  for (const [key, field] of truth) {
    channel.fields.set(key, marked(field, written.get(key), before.get(key)));
    if (!written.has(key) && !shows(before.get(key), field)) unexpected.set(key, field);
  }
  for (const [key, field] of before) {
    if (!truth.has(key) && !written.has(key)) unexpected.set(key, unset(field));
  }
  const standIns = [...channel.fields].filter(([key]) => standing.has(before.get(key)!));
  const altered = matchAltered(unexpected, new Map(standIns), truth, written);
  return { unexpected: [...unexpected.values()], altered };
}

/** What an update gave or was heard live of who set an entry and when is kept; most ircds do not say it. */
function marked(shown: Field, ...others: (Field | undefined)[]): Field {
  if (shown.kind !== 'entry') return shown;
  for (const other of others) {
    if (other?.kind === 'entry' && other.value !== null && other.value.setAt > 0)
      return { ...shown, value: other.value };
  }
  return shown;
}

/**
 * An ircd that completes or cuts a mask shows an entry that nobody set, in place of the one that was written. Those that it cut
 * are told apart by what is left of them; several that begin alike may have become one, also one that is shown for another
 * already (`standIns`). The others are matched in turn.
 */
function matchAltered(
  unexpected: Map<FieldKey, Field>,
  standIns: ReadonlyMap<FieldKey, Field>,
  truth: ReadonlyMap<FieldKey, Field>,
  written: ReadonlyMap<FieldKey, Field>,
): Map<FieldKey, Field> {
  const altered = new Map<FieldKey, Field>();
  const missing = [...written].flatMap(([key, field]) => (truth.has(key) ? [] : setEntry(key, field)));
  const found = [...unexpected, ...standIns].flatMap(([key, field]) => setEntry(key, field));
  for (const wanted of missing) {
    const cut = found.find((shown) => isCutOf(shown, wanted));
    if (cut === undefined) continue;
    altered.set(wanted.key, cut.entry);
    unexpected.delete(cut.key);
  }
  for (const { key, entry } of missing) {
    const other = found.find((shown) => unexpected.has(shown.key) && shown.entry.list === entry.list);
    if (other === undefined || altered.has(key)) continue;
    altered.set(key, other.entry);
    unexpected.delete(other.key);
  }
  return altered;
}

interface KeyedEntry {
  readonly key: FieldKey;
  readonly entry: Entry;
}

function setEntry(key: FieldKey, field: Field): KeyedEntry[] {
  return field.kind === 'entry' && isSet(field) ? [{ key, entry: field }] : [];
}

function isCutOf(shown: KeyedEntry, wanted: KeyedEntry): boolean {
  const { list } = wanted.entry;
  return (
    shown.entry.list === list &&
    isCutMask(keyedMask(shown.key, shown.entry), keyedMask(wanted.key, wanted.entry))
  );
}
