import { type Field, type FieldKey, fieldKey } from '../core/field.ts';

/**
 * The letters of CBURST's `+modes`: RFC 2811's flags and a few that mean the same on every ircd that has them. Inside, modes
 * are known by name; the table is part of the protocol (docs/protocol.md) and only grows with a new protocol version.
 */
const TABLE: Readonly<Record<string, string>> = {
  a: 'anonymous',
  i: 'invite-only',
  m: 'moderated',
  n: 'no-external',
  p: 'private',
  q: 'quiet-channel',
  r: 'reop',
  s: 'secret',
  t: 'topic-protected',
  C: 'no-ctcp',
  D: 'delayed-join',
  M: 'registered-moderated',
  N: 'no-nick-change',
  P: 'permanent',
  R: 'registered-only',
  T: 'no-notice',
};

/** RFC 2811's modes that take a parameter: they are no flags, whoever says so. */
const TAKES_PARAMETER = 'beIklovO';

type Flag = Extract<Field, { kind: 'flag' }>;

const letterByName = new Map<string, string>();
/** By the code of the letter: a flag is one object, however many channels have it. */
const onByCode: Flag[] = [];
const offByCode: Flag[] = [];
const keyByFlag = new Map<Field, FieldKey>();
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
  if (TAKES_PARAMETER.includes(letter)) continue;
  const name = TABLE[letter] ?? foreignName(letter);
  letterByName.set(name, letter);
  const code = letter.charCodeAt(0);
  for (const [flags, set] of [
    [onByCode, true],
    [offByCode, false],
  ] as const) {
    const flag = { kind: 'flag', name, set } as const;
    flags[code] = flag;
    keyByFlag.set(flag, fieldKey('ascii', flag));
  }
}

/** The flag of the letter with that code, on or off; undefined when it is no letter of a flag. */
export function flagOfCode(code: number, set: boolean): Flag | undefined {
  return set ? onByCode[code] : offByCode[code];
}

/** The key of a flag that `flagOfCode` gave; undefined for every other field. */
export function keyOfLetterFlag(field: Field): FieldKey | undefined {
  return keyByFlag.get(field);
}

/** The letter of the flag with that name; null when it has none and travels by name. */
export function flagLetter(name: string): string | null {
  return letterByName.get(name) ?? null;
}

/** A letter outside of the table is kept as a flag of its own: `letter-x`, or `letter-upper-x` since names are lower case. */
function foreignName(letter: string): string {
  const lower = letter.toLowerCase();
  return letter === lower ? `letter-${lower}` : `letter-upper-${lower}`;
}
