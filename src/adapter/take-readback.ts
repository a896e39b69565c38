import { type Field, type FieldKey, isSet, unset } from '../core/field.ts';
import { type ShadowChannel, shows } from './shadow-channel.ts';

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
  const unexpected = new Map<FieldKey, Field>();
  channel.fields = new Map();
  for (const [key, field] of truth) {
    channel.fields.set(key, marked(field, written.get(key), before.get(key)));
    if (!written.has(key) && !shows(before.get(key), field)) unexpected.set(key, field);
  }
  for (const [key, field] of before) {
    if (!truth.has(key) && !written.has(key)) unexpected.set(key, unset(field));
  }
  const altered = matchAltered(unexpected, truth, written);
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

/** An ircd that completes or cuts a mask shows an entry that nobody set, in place of the one that was written. */
function matchAltered(
  unexpected: Map<FieldKey, Field>,
  truth: ReadonlyMap<FieldKey, Field>,
  written: ReadonlyMap<FieldKey, Field>,
): Map<FieldKey, Field> {
  const altered = new Map<FieldKey, Field>();
  for (const [key, wanted] of written) {
    if (wanted.kind !== 'entry' || !isSet(wanted) || truth.has(key)) continue;
    for (const [otherKey, other] of unexpected) {
      if (other.kind !== 'entry' || other.list !== wanted.list || !isSet(other)) continue;
      altered.set(key, other);
      unexpected.delete(otherKey);
      break;
    }
  }
  return altered;
}
