import type { IrcdTraits } from '../ircd-traits.ts';
import { type ModeChange, parseModeChanges } from '../mode-changes.ts';

export interface Chaninfo {
  readonly name: string;
  readonly changes: readonly ModeChange[];
  /** Empty: none. */
  readonly topic: string;
}

/** `chan +modes`, `chan +modes :topic` or `chan +modes key limit :topic`: key first and `*` or `0` for none, whatever the letters' order. */
export function parseChaninfo(traits: IrcdTraits, params: readonly string[]): Chaninfo {
  const [name = '', letters = ''] = params;
  const topic = params.length > 2 ? params.at(-1)! : '';
  // A key that contains blanks is not quoted.
  const values: Readonly<Record<string, string>> =
    params.length < 5 ? {} : { k: params.slice(2, -2).join(' '), l: params.at(-2)! };
  const words = [...letters].flatMap((letter) => values[letter] ?? []);
  return { name, changes: parseModeChanges(traits, [letters, ...words]), topic };
}

/** A mode line's letters and parameters. A key that contains blanks is not quoted: the rest of the line belongs to it. */
export function parseModes(traits: IrcdTraits, words: readonly string[]): ModeChange[] {
  const changes = parseModeChanges(traits, words);
  const taken = changes.filter(({ parameter }) => parameter !== '').length;
  const rest = words.slice(1 + taken).filter((word) => word !== '');
  const last = changes.findLastIndex(({ parameter }) => parameter !== '');
  const change = changes[last];
  if (rest.length === 0 || change === undefined) return changes;
  return changes.with(last, { ...change, parameter: [change.parameter, ...rest].join(' ') });
}

/** The ircd cuts what does not fit its lines of 512 bytes, and marks it so. */
export function isCut(text: string): boolean {
  return text.endsWith(CUT_MARK);
}

/** True when the ircd may have made `text` of `whole`. */
export function isCutOf(text: string, whole: string): boolean {
  return isCut(text) && whole.startsWith(text.slice(0, -CUT_MARK.length));
}

const CUT_MARK = '[CUT]';
