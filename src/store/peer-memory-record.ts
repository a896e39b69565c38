import type { PeerMemory } from '../core/peer-memory.ts';
import { encodeJson } from './encode-json.ts';
import { parseJsonObject } from './parse-json.ts';

/** Where it is remembered when a peer was linked and what it has: by server name. */
export const PEER_MEMORY_SPACE = 'peer-memory';

export function encodePeerMemory({ syncedAt, acknowledged, silentMs }: PeerMemory): Uint8Array {
  return encodeJson({ syncedAt, acknowledged, silentMs });
}

/** The inverse, or null. */
export function decodePeerMemory(value: Uint8Array): PeerMemory | null {
  const { syncedAt, acknowledged, silentMs } = parseJsonObject(value) ?? {};
  if ((syncedAt !== null && !isNumber(syncedAt)) || !isNumber(acknowledged) || !isNumber(silentMs))
    return null;
  return { syncedAt, acknowledged, silentMs };
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
