import type { JoinedUser } from './ircd-facts.ts';

/** `@+name`: who is in a channel, with the signs of its prefix modes as most ircds have them. Null: nobody is named. */
export function joinedUser(word: string): JoinedUser | null {
  const [signs] = /^[~&@%+]*/.exec(word)!;
  const id = word.slice(signs.length);
  return id === '' ? null : { id, letters: [...signs].map((sign) => LETTERS[sign]!).join('') };
}

/** The other way round; letters that have no sign are left out. */
export function joinedWord({ id, letters }: JoinedUser): string {
  return `${[...letters].map((letter) => SIGNS[letter] ?? '').join('')}${id}`;
}

const LETTERS: Readonly<Record<string, string>> = { '~': 'q', '&': 'a', '@': 'o', '%': 'h', '+': 'v' };
const SIGNS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LETTERS).map(([sign, letter]) => [letter, sign]),
);
