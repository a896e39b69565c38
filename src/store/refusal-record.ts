import { channelNameProblem, parseChannelId, parseServerName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { Refusal } from '../core/refused-content.ts';
import { encodeJson } from './encode-json.ts';
import { parseJsonObject } from './parse-json.ts';

/** Where it is remembered what was refused for good: by `refusalKey`. */
export const REFUSAL_SPACE = 'refused';

/** `order`: a later refusal has a greater one. */
export function encodeRefusal(refusal: Refusal, order: number): Uint8Array {
  return encodeJson({ ...refusal, order });
}

/** The inverse, or null. */
export function decodeRefusal(value: Uint8Array): { refusal: Refusal; order: number } | null {
  // The first release did not know the channel and the number.
  const { peer, id, digest, order, channel = '', number = 0 } = parseJsonObject(value) ?? {};
  const server = typeof peer === 'string' ? parseServerName(peer) : null;
  const channelId = typeof id === 'string' ? parseChannelId(id) : null;
  if (server === null || channelId === null || typeof digest !== 'string') return null;
  if (typeof channel !== 'string' || (channel !== '' && channelNameProblem(channel) !== null)) return null;
  if (![order, number].every(Number.isSafeInteger)) return null;
  const named = { channel: channel as IrcText, number: number as number };
  return { refusal: { peer: server, id: channelId, digest, ...named }, order: order as number };
}
