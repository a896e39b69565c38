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

const nameByLetter = new Map<string, string>();
const letterByName = new Map<string, string>();
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
  if (TAKES_PARAMETER.includes(letter)) continue;
  const name = TABLE[letter] ?? foreignName(letter);
  nameByLetter.set(letter, name);
  letterByName.set(name, letter);
}

/** The name of the flag with that letter; null when it is no letter of a flag. */
export function flagName(letter: string): string | null {
  return nameByLetter.get(letter) ?? null;
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
