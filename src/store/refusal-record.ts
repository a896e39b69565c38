import { parseChannelId, parseServerName } from '../core/identity.ts';
import type { Refusal } from '../core/refused-content.ts';
import { encodeJson } from './encode-json.ts';
import { parseJsonObject } from './parse-json.ts';

/** Where it is remembered what was refused for good: by `refusalKey`. */
export const REFUSAL_SPACE = 'refused';

/** `order`: a later refusal has a greater one. */
export function encodeRefusal({ peer, id, digest }: Refusal, order: number): Uint8Array {
  return encodeJson({ peer, id, digest, order });
}

/** The inverse, or null. */
export function decodeRefusal(value: Uint8Array): { refusal: Refusal; order: number } | null {
  const { peer, id, digest, order } = parseJsonObject(value) ?? {};
  const server = typeof peer === 'string' ? parseServerName(peer) : null;
  const channelId = typeof id === 'string' ? parseChannelId(id) : null;
  if (server === null || channelId === null || typeof digest !== 'string') return null;
  if (!Number.isSafeInteger(order)) return null;
  return { refusal: { peer: server, id: channelId, digest }, order: order as number };
}
