import { type Casemapping, fold } from './casemapping.ts';
import type { IrcText } from './irc-text.ts';

const COLON = 0x3a;
const DOLLAR = 0x24;
const TILDE = 0x7e;

/** The mask with missing parts of `nick!user@host` added, as ircds do: `nick` is `nick!*@*`, `user@host` is `*!user@host`. */
export function completeMask(mask: string): IrcText {
  if (isExtendedMask(mask)) return mask as IrcText;
  const bang = mask.indexOf('!');
  const at = mask.indexOf('@', bang + 1);
  if (bang >= 0) return (at >= 0 ? mask : `${mask}@*`) as IrcText;
  return (at >= 0 ? `*!${mask}` : `${mask}!*@*`) as IrcText;
}

/** What list entries are keyed by: two spellings that ircds take for the same mask have the same key. */
export function maskKey(casemapping: Casemapping, mask: string): string {
  return fold(casemapping, completeMask(mask));
}

/**
 * True when an ircd can have made `shown` of the longer `given`, both folded: it cuts a part that is too long for it, may end
 * it with a `*`, and may put a `*` in place of the parts after it.
 */
export function isCutMask(shown: string, given: string): boolean {
  const givenParts = partsOf(given);
  const parts = partsOf(shown);
  if (parts.length !== givenParts.length) return false;
  let isCut = false;
  for (const [index, part] of parts.entries()) {
    if (part === givenParts[index] || (isCut && part === '*')) continue;
    if (!isCutPart(part, givenParts[index]!)) return false;
    isCut = true;
  }
  return isCut;
}

/** No ircd keeps less of a part: the shortest limit in use is RFC 1459's nine bytes for a nick, and a `*` may be one of them. */
const CUT_PART_BYTES_MIN = 8;

function isCutPart(shown: string, given: string): boolean {
  const kept = shown.endsWith('*') ? shown.slice(0, -1) : shown;
  return kept.length >= CUT_PART_BYTES_MIN && kept.length < given.length && given.startsWith(kept);
}

/** Nick, user and host of a completed mask. */
function partsOf(mask: string): string[] {
  const bang = isExtendedMask(mask) ? -1 : mask.indexOf('!');
  if (bang < 0) return [mask];
  const at = mask.indexOf('@', bang + 1);
  return [mask.slice(0, bang), mask.slice(bang + 1, at), mask.slice(at + 1)];
}

/** True for an extended ban (`m:`, `~q:`, `$a:`): its meaning belongs to one ircd, it is never completed. */
export function isExtendedMask(mask: string): boolean {
  const first = mask.charCodeAt(0);
  if (first === DOLLAR || first === TILDE) return true;
  return mask.charCodeAt(1) === COLON && /^[A-Za-z]/.test(mask);
}
