import type { Casemapping } from '../core/casemapping.ts';
import type { Barred, PeerMemory } from '../core/peer-memory.ts';
import { decodeRelay, encodeRelay } from '../core/relay-scopes.ts';
import { encodeJson } from './encode-json.ts';
import { parseJsonObject } from './parse-json.ts';

/** Where it is remembered when a peer was linked and what it has: by server name. */
export const PEER_MEMORY_SPACE = 'peer-memory';

export function encodePeerMemory({
  syncedAt,
  acknowledged,
  silentMs,
  relay,
  review,
  anew,
  barred,
}: PeerMemory): Uint8Array {
  return encodeJson({
    syncedAt,
    acknowledged,
    silentMs,
    relay: relay && encodeRelay(relay),
    review,
    anew,
    barred,
  });
}

/** The inverse, or null. */
export function decodePeerMemory(value: Uint8Array, casemapping: Casemapping): PeerMemory | null {
  const {
    syncedAt,
    acknowledged,
    silentMs,
    relay = [],
    review = false,
    anew = false,
    barred = null,
  } = parseJsonObject(value) ?? {};
  if ((syncedAt !== null && !isNumber(syncedAt)) || !isNumber(acknowledged) || !isNumber(silentMs))
    return null;
  if (typeof review !== 'boolean' || typeof anew !== 'boolean' || !isBarred(barred)) return null;
  if (relay === null) return { syncedAt, acknowledged, silentMs, relay, review, anew, barred };
  if (!Array.isArray(relay) || !relay.every((item) => typeof item === 'string')) return null;
  const decoded = decodeRelay(casemapping, relay);
  return 'problem' in decoded
    ? null
    : { syncedAt, acknowledged, silentMs, relay: decoded.scopes, review, anew, barred };
}

function isBarred(value: unknown): value is Barred | null {
  if (value === null) return true;
  const { by, at } = Object(value) as Record<string, unknown>;
  return typeof by === 'string' && isNumber(at);
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
