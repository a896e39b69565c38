import type { Caller } from '../access/caller.ts';
import type { ChannelKey } from '../core/casemapping.ts';
import type { Field } from '../core/field.ts';
import { globMatcher } from '../core/glob.ts';
import { isHiddenName } from '../core/hidden-channel.ts';
import { type IrcText, ircTextFromUtf8 } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import { PARENT_NAME } from '../core/well-known-metadata.ts';

/** What one caller is told of channels. Whatever it does not see is as if it were not there: existence is not told. */
export interface Visibility {
  /** The caller sees every channel. */
  readonly everything: boolean;
  /** It may know who is in the channels that it sees. */
  readonly members: boolean;
  sees(key: ChannelKey): boolean;
  /** As `sees`; true for no name. */
  seesName(name: IrcText): boolean;
  /** The caller sees the channel even while it is hidden. */
  isGranted(name: IrcText): boolean;
  /** False for a field that names a channel which the caller does not see. */
  seesField(field: Field): boolean;
  /** A copy of the answer whose texts for people name no channel that the caller does not see. */
  conceal<T>(answer: T): T;
}

type Known = Pick<Replica, 'key' | 'table'>;

export function visibilityFor(replica: Known, { role, grants }: Pick<Caller, 'role' | 'grants'>): Visibility {
  if (role === 'ops-admin') return SEES_EVERYTHING;
  const granted = grants.hidden.map((glob) => globMatcher(replica.key(glob)));
  const isGranted = (key: ChannelKey) => granted.some((matches) => matches(key));
  const sees = (key: ChannelKey) => isGranted(key) || !isHiddenName(replica, key);
  const seesName = (name: IrcText) => name === '' || sees(replica.key(name));
  return {
    everything: false,
    members: grants.members,
    sees,
    seesName,
    isGranted: (name) => isGranted(replica.key(name)),
    seesField: (field) =>
      field.kind !== 'metadata' ||
      field.name !== PARENT_NAME ||
      field.value === null ||
      seesName(field.value),
    conceal: (answer) => inTexts(answer, (text) => withoutNames(text, replica, sees)) as typeof answer,
  };
}

/** What anybody may be told: of a caller without grants. */
export function publicVisibility(replica: Known): Visibility {
  return visibilityFor(replica, { role: 'ops-read', grants: { hidden: [], members: false } });
}

export const SEES_EVERYTHING: Visibility = {
  everything: true,
  members: true,
  sees: () => true,
  seesName: () => true,
  isGranted: () => true,
  seesField: () => true,
  conceal: (answer) => answer,
};

/** Texts for people are strings; what comes from an ircd is bytes, and left as it is. */
function inTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => inTexts(item, change));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inTexts(item, change)]));
}

const NAME = /(?<!\w)[#+!&][^\s,]+/g;

/** What looks like a channel and is none that is seen becomes `#…`; where modes look like one, only what is known to be hidden. */
function withoutNames(text: string, replica: Known, sees: (key: ChannelKey) => boolean): string {
  return text.replace(NAME, (word) => {
    const keys = possibleNames(word).map((name) => replica.key(ircTextFromUtf8(name)));
    const isDoubtful = word.startsWith('#') || keys.some((key) => replica.table.named(key).length > 0);
    return !isDoubtful || keys.some(sees) ? word : '#…';
  });
}

/** More than that no sentence puts behind a word. */
const PUNCTUATION_MAX = 4;

/** Punctuation may follow a name, and may be a part of it. */
function possibleNames(word: string): string[] {
  const names = [word];
  while (names.length <= PUNCTUATION_MAX && /\W$/.test(names.at(-1)!)) names.push(names.at(-1)!.slice(0, -1));
  return names;
}
