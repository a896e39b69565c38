import type { Casemapping } from './casemapping.ts';
import { isMetadataName, isModeName } from './identity.ts';
import { type IrcText, limits, textProblem, wordProblem } from './irc-text.ts';
import { completeMask, maskKey } from './mask.ts';
import { PIN_NAME, pinProblem } from './pin.ts';

/**
 * One settable thing of a channel together with its value; `null` (or `false`) says that it is unset. The settable things
 * of a channel are its fields: the topic, each flag mode, the join key, the limit, each parameter mode, each list entry, each
 * metadata entry.
 */
export type Field =
  | { readonly kind: 'topic'; readonly value: Topic | null }
  | { readonly kind: 'flag'; readonly name: string; readonly set: boolean }
  | { readonly kind: 'join-key'; readonly value: IrcText | null }
  | { readonly kind: 'limit'; readonly value: number | null }
  | { readonly kind: 'parameter'; readonly name: string; readonly value: IrcText | null }
  | {
      readonly kind: 'entry';
      /** `ban`, `except`, `invite`, `quiet` or another list's name. */
      readonly list: string;
      readonly mask: IrcText;
      readonly value: EntryMark | null;
    }
  /** Known to servers and operators; no ircd shows it. */
  | { readonly kind: 'metadata'; readonly name: string; readonly value: IrcText | null };

export interface Topic {
  readonly text: IrcText;
  /** Empty: unknown. */
  readonly setter: IrcText;
  /** Unix seconds, 0: unknown. */
  readonly setAt: number;
}

/** Who put an entry on its list, and when. */
export interface EntryMark {
  /** Empty: unknown. */
  readonly setter: IrcText;
  /** Unix seconds, 0: unknown. */
  readonly setAt: number;
}

/** Names a field within its channel: what registers are keyed by. */
export type FieldKey = string & { readonly fieldKey: true };

/** The largest limit (+l). */
export const LIMIT_MAX = 4294967295;
/** The latest time that may be claimed: the year 9999. */
export const TIME_MAX = 253402300799;

export function fieldKey(casemapping: Casemapping, field: Field): FieldKey {
  switch (field.kind) {
    case 'topic':
    case 'join-key':
    case 'limit':
      return field.kind as FieldKey;
    case 'flag':
    case 'parameter':
    case 'metadata':
      return `${field.kind}:${field.name}` as FieldKey;
    case 'entry':
      return `${LISTS.get(field.list) ?? entryPrefix(field.list)}${maskKey(casemapping, field.mask)}` as FieldKey;
  }
}

/** The mask of an entry as `key`, which is its, spells it: completed and folded. */
export function keyedMask(key: FieldKey, { list }: { readonly list: string }): string {
  return key.slice(entryPrefix(list).length);
}

export function isSet(field: Field): boolean {
  return field.kind === 'flag' ? field.set : field.value !== null;
}

/** The same field, unset. */
export function unset(field: Field): Field {
  return field.kind === 'flag' ? { ...field, set: false } : { ...field, value: null };
}

/** The value as one string: equal values have equal strings, and the bytewise greater one wins a tie of stamps. */
export function canonicalValue(field: Field): string {
  if (!isSet(field)) return '';
  switch (field.kind) {
    case 'topic':
      return `${field.value!.text}\0${field.value!.setter}\0${field.value!.setAt}`;
    case 'flag':
      return '+';
    case 'join-key':
    case 'parameter':
    case 'metadata':
      return `+${field.value}`;
    case 'limit':
      return String(field.value).padStart(10, '0');
    case 'entry':
      return `${field.mask}\0${field.value!.setter}\0${field.value!.setAt}`;
  }
}

/**
 * So many bytes a field counts where room is bounded: no less than it takes in a message of the host API. Small ones count
 * more, because each costs something wherever it is kept.
 */
export function fieldBytes(field: Field): number {
  return Math.max(FIELD_BYTES_MIN, FIELD_BYTES_AROUND + textBytes(field));
}

/** The sum of `fieldBytes`. */
export function fieldsBytes(fields: Iterable<Field>): number {
  let bytes = 0;
  for (const field of fields) bytes += fieldBytes(field);
  return bytes;
}

const FIELD_BYTES_MIN = 96;
/** Numbers, tags and lengths. */
const FIELD_BYTES_AROUND = 48;

function textBytes(field: Field): number {
  switch (field.kind) {
    case 'topic':
      return (field.value?.text.length ?? 0) + (field.value?.setter.length ?? 0);
    case 'flag':
      return field.name.length;
    case 'join-key':
      return field.value?.length ?? 0;
    case 'limit':
      return 0;
    case 'parameter':
    case 'metadata':
      return field.name.length + (field.value?.length ?? 0);
    case 'entry':
      return field.list.length + field.mask.length + (field.value?.setter.length ?? 0);
  }
}

export function sameValue(a: Field, b: Field): boolean {
  return canonicalValue(a) === canonicalValue(b);
}

/** The field with its mask completed, or what is wrong with it. Every entry into the system passes here. */
export function checkField(field: Field): { field: Field } | { problem: string } {
  if (field.kind === 'entry') return checkEntry(field);
  const problem = fieldProblem(field);
  return problem === null ? { field } : { problem };
}

type Entry = Extract<Field, { kind: 'entry' }>;

/** Most fields of a network are list entries, and most masks are complete as they come. */
function checkEntry(field: Entry): { field: Field } | { problem: string } {
  const { kind, list, mask, value } = field;
  const whole = completeMask(mask);
  const problem =
    (LISTS.has(list) ? null : modeNameProblem(list)) ??
    named('mask', wordProblem(mask, limits.maskBytes)) ??
    // The completed mask is what travels on, so it is what has to fit wherever it comes next.
    (whole === mask ? null : named('completed mask', wordProblem(whole, limits.maskBytes))) ??
    (value && markProblem(value));
  if (problem !== null) return { problem };
  return { field: whole === mask ? field : { kind, list, mask: whole, value } };
}

/** The lists that nearly every entry is on, each with what its keys begin with. */
const LISTS: ReadonlyMap<string, string> = new Map(
  ['ban', 'except', 'invite', 'quiet'].map((list) => [list, entryPrefix(list)]),
);

function entryPrefix(list: string): string {
  return `entry:${list}:`;
}

function fieldProblem(field: Exclude<Field, Entry>): string | null {
  switch (field.kind) {
    case 'topic':
      return (
        field.value &&
        (named('topic', textProblem(field.value.text, limits.topicBytes)) ?? markProblem(field.value))
      );
    case 'flag':
      return modeNameProblem(field.name);
    case 'join-key':
      return field.value === null ? null : named('key', wordProblem(field.value, limits.joinKeyBytes));
    case 'limit':
      return field.value === null ||
        (Number.isInteger(field.value) && field.value >= 1 && field.value <= LIMIT_MAX)
        ? null
        : `limit is not a whole number from 1 to ${LIMIT_MAX}`;
    case 'parameter':
      return (
        modeNameProblem(field.name) ??
        (field.value === null ? null : named(field.name, wordProblem(field.value, limits.parameterBytes)))
      );
    case 'metadata':
      if (!isMetadataName(field.name)) return 'metadata name is not 1 to 64 of a-z, 0-9, ., _ and -';
      if (field.value === null) return null;
      if (field.name === PIN_NAME) return pinProblem(field.value);
      return named(field.name, textProblem(field.value, limits.metadataBytes));
  }
}

function markProblem(mark: EntryMark): string | null {
  if (mark.setter !== '') {
    const problem = named('setter', wordProblem(mark.setter, limits.setterBytes));
    if (problem !== null) return problem;
  }
  const inBounds = Number.isInteger(mark.setAt) && mark.setAt >= 0 && mark.setAt <= TIME_MAX;
  return inBounds ? null : 'time is not in whole seconds from 1970 to 9999';
}

function modeNameProblem(name: string): string | null {
  return isModeName(name) ? null : 'mode name is not 1 to 64 of a-z, 0-9 and -';
}

function named(what: string, problem: string | null): string | null {
  return problem === null ? null : `${what} ${problem}`;
}
