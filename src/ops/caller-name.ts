import { invalidArgument } from './call-error.ts';

/** A name in the journal is read beside others, and thousands of decisions are kept. */
const NAME_LENGTH_MAX = 64;

/** What a caller was let in by. */
export type CallerAccess = 'ops socket' | 'ops token';

/** How decisions name who made them: the name that the caller gave, which nothing proves, or else the access. Throws CallError. */
export function callerName(given: string, access: CallerAccess): string {
  if (given === '') return access;
  if (given.length > NAME_LENGTH_MAX || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(given)) {
    throw invalidArgument(
      `who decides is named with at most ${NAME_LENGTH_MAX} printable ASCII characters, without blanks at the ends`,
    );
  }
  return `unverified:${given}`;
}
