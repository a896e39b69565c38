import { formatIrcLine } from '../irc-line.ts';
import type { LinkIdentity } from './plan.ts';

/** One letter to write. */
export interface LetterChange {
  readonly adding: boolean;
  readonly letter: string;
  /** Null: the letter takes none. */
  readonly parameter: string | null;
}

/** Room for the parameters of one MODE line: what clients get has to fit 512 bytes with the longest channel name. */
const MODE_PARAMETER_BYTES_MAX = 350;

/** A server's MODE is always applied, overwrites, and leaves the channel's timestamp alone. */
export function modeLines(link: LinkIdentity, name: string, changes: readonly LetterChange[]): string[] {
  const lines: string[] = [];
  let line: LetterChange[] = [];
  let bytes = 0;
  const flush = (): void => {
    const params = [name, ...letterWords(line)];
    if (line.length > 0) lines.push(formatIrcLine({ source: link.ownSid, command: 'MODE', params }));
    line = [];
    bytes = 0;
  };
  for (const change of changes) {
    const size = (change.parameter?.length ?? 0) + 1;
    if (line.length >= link.capabilities.modesMax || bytes + size > MODE_PARAMETER_BYTES_MAX) flush();
    line.push(change);
    bytes += size;
  }
  flush();
  return lines;
}

/** All modes in the line that makes the channel: there is no moment at which it is open to everybody. Lists follow. */
export function creationLines(
  link: LinkIdentity,
  name: string,
  createdAt: number,
  changes: readonly LetterChange[],
): string[] {
  const isEntry = ({ letter }: LetterChange): boolean => link.capabilities.modes.get(letter)?.kind === 'list';
  const [letters = '+', ...parameters] = letterWords(changes.filter((change) => !isEntry(change)));
  const params = [name, String(createdAt), letters, ...parameters];
  const creation = formatIrcLine({ source: link.ownSid, command: 'FJOIN', params, trailing: '' });
  return [creation, ...modeLines(link, name, changes.filter(isEntry))];
}

/** `+ab-c` and the parameters; nothing for no changes. */
function letterWords(changes: readonly LetterChange[]): string[] {
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
