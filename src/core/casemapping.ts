import type { IrcText } from './irc-text.ts';

/** How a network folds names: its ircds' CASEMAPPING (RFC 2812 section 2.2 for `rfc1459`). One for each network. */
export type Casemapping = 'ascii' | 'rfc1459' | 'rfc1459-strict';

/** A channel name folded under the network's casemapping: what maps are keyed by. */
export type ChannelKey = string & { readonly channelKey: true };

const UPPER = { ascii: /[A-Z]/, 'rfc1459-strict': /[A-Z[\\\]]/, rfc1459: /[A-Z[\\\]^]/ } as const;
const EVERY_UPPER = { ascii: /[A-Z]/g, 'rfc1459-strict': /[A-Z[\\\]]/g, rfc1459: /[A-Z[\\\]^]/g } as const;

/** `text` in lower case. The four extra letters of rfc1459 are 32 apart like the others: `[` `\` `]` `^` and `{` `|` `}` `~`. */
export function fold(casemapping: Casemapping, text: string): string {
  // Nearly everything comes in lower case, and a test costs a fifth of a replacement.
  if (!UPPER[casemapping].test(text)) return text;
  return text.replace(EVERY_UPPER[casemapping], (c) => String.fromCharCode(c.charCodeAt(0) + 32));
}

export function channelKey(casemapping: Casemapping, name: IrcText | string): ChannelKey {
  return fold(casemapping, name) as ChannelKey;
}

/** The casemapping that an ircd's token names, or null. */
export function parseCasemapping(token: string): Casemapping | null {
  if (token === 'strict-rfc1459') return 'rfc1459-strict';
  return token === 'ascii' || token === 'rfc1459' || token === 'rfc1459-strict' ? token : null;
}
