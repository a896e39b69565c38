import { type Casemapping, fold } from './casemapping.ts';
import type { IrcText } from './irc-text.ts';

const COLON = 0x3a;
const DOLLAR = 0x24;
const TILDE = 0x7e;

/** The mask with missing parts of `nick!user@host` added, as ircds do: `nick` is `nick!*@*`, `user@host` is `*!user@host`. */
export function completeMask(mask: string): IrcText {
  if (isExtended(mask)) return mask as IrcText;
  const bang = mask.indexOf('!');
  const at = mask.indexOf('@', bang + 1);
  if (bang >= 0) return (at >= 0 ? mask : `${mask}@*`) as IrcText;
  return (at >= 0 ? `*!${mask}` : `${mask}!*@*`) as IrcText;
}

/** What list entries are keyed by: two spellings that ircds take for the same mask have the same key. */
export function maskKey(casemapping: Casemapping, mask: string): string {
  return fold(casemapping, completeMask(mask));
}

/** An extended ban (`m:`, `~q:`, `$a:`): its meaning belongs to one ircd, it is never completed. */
function isExtended(mask: string): boolean {
  const first = mask.charCodeAt(0);
  if (first === DOLLAR || first === TILDE) return true;
  return mask.charCodeAt(1) === COLON && /^[A-Za-z]/.test(mask);
}
