import { type EntryMark, type Field, LIMIT_MAX } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { IrcdMode, IrcdTraits } from './ircd-traits.ts';

/** One letter of a mode line with its parameter. */
export interface ModeChange {
  readonly adding: boolean;
  readonly mode: IrcdMode;
  /** Empty when the letter takes none. */
  readonly parameter: string;
  /** Of a list entry: who put it there and when, where the ircd says it. */
  readonly mark?: EntryMark;
}

/** `+lkm-t 5 kk` as changes. A letter that the ircd did not name is passed over: what it takes is not known. */
export function parseModeChanges({ modes }: IrcdTraits, words: readonly string[]): ModeChange[] {
  const [letters = '', ...parameters] = words;
  const changes: ModeChange[] = [];
  let adding = true;
  for (const letter of letters) {
    if (letter === '+' || letter === '-') adding = letter === '+';
    const mode = modes.get(letter);
    if (mode === undefined) continue;
    const takes = mode.takes === 'always' || (mode.takes === 'on-set' && adding);
    changes.push({ adding, mode, parameter: takes ? (parameters.shift() ?? '') : '' });
  }
  return changes;
}

/** The field that the change sets or unsets; null when it is none of ours. `setter` and `now` mark list entries that have no mark. */
export function fieldOfChange(change: ModeChange, setter: string, now: number): Field | null {
  const { adding, mode, parameter } = change;
  switch (mode.kind) {
    case 'flag':
      return { kind: 'flag', name: mode.name, set: adding };
    case 'parameter':
      return { kind: 'parameter', name: mode.name, value: adding ? (parameter as IrcText) : null };
    case 'join-key':
      return { kind: 'join-key', value: adding ? (parameter as IrcText) : null };
    case 'limit':
      return { kind: 'limit', value: adding ? limitOf(parameter) : null };
    case 'list':
      return {
        kind: 'entry',
        list: mode.name,
        mask: parameter as IrcText,
        value: adding ? (change.mark ?? { setter: setter as IrcText, setAt: now }) : null,
      };
    default:
      return null;
  }
}

/** Ircds take limits beyond ours: whoever sets one means that there is none. */
function limitOf(parameter: string): number | null {
  const limit = Number.parseInt(parameter, 10);
  return limit >= 1 ? Math.min(limit, LIMIT_MAX) : null;
}
