import { chmodSync, chownSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Nobody, as Debian numbers it. */
const NOBODY = 65_534;

/**
 * How to start a program that refuses to run as root: as the user that this is, or else as nobody, who then owns
 * `directory`, and what is in it, and can reach it.
 */
export function asNobody(directory: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  chownSync(directory, NOBODY, NOBODY);
  for (const file of readdirSync(directory)) chownSync(join(directory, file), NOBODY, NOBODY);
  const isOwn = (path: string): boolean => !relative(tmpdir(), path).startsWith('..') && path !== tmpdir();
  for (let above = dirname(directory); isOwn(above); above = dirname(above)) chmodSync(above, 0o711);
  return { uid: NOBODY, gid: NOBODY };
}
