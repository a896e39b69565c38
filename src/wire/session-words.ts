import { parseServerName, type ServerName } from '../core/identity.ts';
import type { LineCursor } from './line-cursor.ts';
import { parameterNamePattern, unknownMax } from './parameter-names.ts';

/** Most servers in a list: more than any network has. */
export const serversMax = 256;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** True for a UUID in lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** `text`, which has to be a UUID in lower case. */
export function checkUuid(cursor: LineCursor, what: string, text: string): string {
  if (!isUuid(text)) cursor.fail('bad-value', `${what} is not a UUID in lower case`);
  return text;
}

/** The present word as a list of at most `max` names, each 1 to 64 of a-z, 0-9 and -. */
export function readNames(cursor: LineCursor, what: string, max: number): string[] {
  const names = cursor.items();
  if (names.length > max) cursor.fail('too-many', `more than ${max} ${what}`);
  if (!names.every((name) => NAME.test(name)))
    cursor.fail('bad-value', `an item of the ${what} is not 1 to 64 of a-z, 0-9 and -`);
  return names;
}

/** The present word as a list of servers. */
export function readServers(cursor: LineCursor, what: string): ServerName[] {
  const items = cursor.items();
  if (items.length > serversMax) cursor.fail('too-many', `more than ${serversMax} servers in ${what}`);
  const names = items.map(parseServerName);
  if (names.includes(null)) cursor.fail('bad-server', `${what} has an item that is not a server name`);
  return names.filter((name) => name !== null);
}

/**
 * Reads `NAME value` pairs to the end of the line. `read` is called with the cursor on the value and says whether it knows
 * the name; pairs of a later version are skipped.
 */
export function readPairs(cursor: LineCursor, read: (name: string) => void): void {
  const names = new Set<string>();
  while (cursor.next()) {
    const name = cursor.quoted ? '' : cursor.raw;
    if (!parameterNamePattern.test(name))
      cursor.fail('unexpected-word', 'a word stands where a parameter should start');
    else if (names.has(name)) cursor.fail('repeated-parameter', 'a parameter comes twice');
    else if (names.size >= unknownMax) cursor.fail('too-many', `more than ${unknownMax} parameters`);
    else if (!cursor.next()) cursor.fail('missing-parameter', 'a parameter has no value');
    else read(name);
    names.add(name);
  }
}

/** Skips the pairs of a later version. */
export function skipPairs(cursor: LineCursor): void {
  readPairs(cursor, () => {});
}
