import type { FieldKey } from './field.ts';
import { channelNameProblem, isMetadataName } from './identity.ts';
import { limits, textProblem } from './irc-text.ts';
import { PIN_NAME } from './pin.ts';

/** The entry that names the channel to which one belongs. A name: ids come and go with who is there, names stay. */
export const PARENT_NAME = 'parent';
export const PARENT_KEY = `metadata:${PARENT_NAME}` as FieldKey;

/** The entry that says what a channel inherits from its parent. */
export const INHERIT_NAME = 'inherit';
export const INHERIT_KEY = `metadata:${INHERIT_NAME}` as FieldKey;

/** The only thing that can be inherited. */
export const INHERIT_BANS = 'bans';

/** Entries that operators may give a channel: with the longest names and values they take a fifth of its document. */
export const METADATA_ENTRIES_MAX = 64;

/** What is wrong with `value` (null: none) for the entry `name`, if an operator writes it; or null. */
export function metadataProblem(name: string, value: string | null): string | null {
  if (!isMetadataName(name))
    return `the name of an entry is 1 to ${limits.modeNameBytes} of a-z, 0-9, ., _ and -`;
  if (name === PIN_NAME) return 'pin says which servers have an id: merging and splitting channels writes it';
  if (value === null) return null;
  const problem = textProblem(value, limits.metadataBytes) ?? meaningProblem(name, value);
  return problem === null ? null : `${name} ${problem}`;
}

function meaningProblem(name: string, value: string): string | null {
  if (name === PARENT_NAME) return channelNameProblem(value);
  if (name === INHERIT_NAME && value !== INHERIT_BANS) return `is not ${INHERIT_BANS}`;
  return null;
}
