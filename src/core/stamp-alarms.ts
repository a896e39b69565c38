import { type DocumentPart, wins } from './document.ts';
import type { FieldKey } from './field.ts';
import type { ServerName } from './identity.ts';
import { isFloor } from './stamp.ts';

/**
 * By how many milliseconds the farthest stamp of `part` is ahead of `now`; null: by no more than `maxMs`. A stamp from the
 * future is applied and observed all the same: whoever has seen it writes above it, while refusing single writes leaves
 * servers different.
 */
export function stampLead(part: DocumentPart, now: number, maxMs: number): number | null {
  let farthest = now;
  for (const { stamp } of part.registers.values()) farthest = Math.max(farthest, stamp.ms);
  return farthest - now > maxMs ? farthest - now : null;
}

/**
 * The fields of `part` that changed here by a stamp of `self` which this server does not know: somebody writes in its name,
 * or its store was restored from a copy. Floor stamps say nothing of that: plain lines carry them.
 */
export function foreignOwnWrites(
  self: ServerName,
  part: DocumentPart,
  document: DocumentPart | undefined,
): FieldKey[] {
  const keys: FieldKey[] = [];
  for (const [key, register] of part.registers) {
    if (register.stamp.server !== self || isFloor(register.stamp)) continue;
    if (wins(register, document?.registers.get(key))) keys.push(key);
  }
  return keys;
}
