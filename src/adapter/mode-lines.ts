import type { IrcdTraits } from './ircd-traits.ts';

/** One letter to write. */
export interface LetterChange {
  readonly adding: boolean;
  readonly letter: string;
  /** Null: the letter takes none. */
  readonly parameter: string | null;
}

/**
 * The words of mode lines (`+ab-c` and the parameters), as many as are needed so that none has more changes than the ircd
 * takes in one, nor more than `bytesMax` bytes of parameters.
 */
export function modeWords(
  { modesMax }: Pick<IrcdTraits, 'modesMax'>,
  changes: readonly LetterChange[],
  bytesMax: number,
): string[][] {
  const lines: string[][] = [];
  let line: LetterChange[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (line.length > 0) lines.push(letterWords(line));
    line = [];
    bytes = 0;
  };
  for (const change of changes) {
    const size = (change.parameter?.length ?? 0) + 1;
    if (line.length >= modesMax || bytes + size > bytesMax) flush();
    line.push(change);
    bytes += size;
  }
  flush();
  return lines;
}

/** The changes that are list entries, and the others. */
export function splitEntries(
  { modes }: IrcdTraits,
  changes: readonly LetterChange[],
): { entries: LetterChange[]; others: LetterChange[] } {
  const isEntry = ({ letter }: LetterChange): boolean => modes.get(letter)?.kind === 'list';
  return { entries: changes.filter(isEntry), others: changes.filter((change) => !isEntry(change)) };
}

/** `+ab-c` and the parameters; nothing for no changes. */
export function letterWords(changes: readonly LetterChange[]): string[] {
  if (changes.length === 0) return [];
  let letters = '';
  let sign = '';
  for (const { adding, letter } of changes) {
    const next = adding ? '+' : '-';
    letters += next === sign ? letter : `${next}${letter}`;
    sign = next;
  }
  return [letters, ...changes.flatMap(({ parameter }) => (parameter === null ? [] : [parameter]))];
}
