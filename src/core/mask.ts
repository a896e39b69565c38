import { type Casemapping, fold } from './casemapping.ts';
import type { IrcText } from './irc-text.ts';

/** An extended ban (`m:`, `~q:`, `$a:`): its meaning belongs to one ircd, it is never completed. */
const EXTENDED = /^(?:[A-Za-z]:|[~$])/;

/** The mask with missing parts of `nick!user@host` added, as ircds do: `nick` is `nick!*@*`, `user@host` is `*!user@host`. */
export function completeMask(mask: string): IrcText {
  if (EXTENDED.test(mask)) return mask as IrcText;
  const bang = mask.indexOf('!');
  const at = mask.indexOf('@', bang + 1);
  if (bang >= 0) return (at >= 0 ? mask : `${mask}@*`) as IrcText;
  return (at >= 0 ? `*!${mask}` : `${mask}!*@*`) as IrcText;
}

/** What list entries are keyed by: two spellings that ircds take for the same mask have the same key. */
export function maskKey(casemapping: Casemapping, mask: string): string {
  return fold(casemapping, completeMask(mask));
}
