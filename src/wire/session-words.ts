import type { LineCursor } from './line-cursor.ts';
import { parameterNamePattern, unknownMax } from './parameter-names.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The epoch, a lower-case UUID. */
export function checkEpoch(cursor: LineCursor, epoch: string): string {
  if (!UUID.test(epoch)) cursor.fail('bad-value', 'epoch is not a UUID in lower case');
  return epoch;
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
