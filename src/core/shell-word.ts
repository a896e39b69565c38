/** `text` as one word of a command line for a POSIX shell: a name that strangers chose is nothing but a name there. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

const PLAIN = /^[\w.,:@%+=/][\w.,:@%+=/-]*$/;
