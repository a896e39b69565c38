import { type HostWrites, initialWrites, writeModes } from '../core/host-writes.ts';
import { formatStamp, parseStamp, type Stamp } from '../core/stamp.ts';
import { encodeJson } from './encode-json.ts';
import { parseJsonObject } from './parse-json.ts';

/** Where the records are that exist once, or once for each peer. */
export const SERVER_SPACE = 'server';
export const PEER_SPACE = 'peer';
export const SERVER_KEY = 'self';

/** What this server remembers of itself and of its host. */
export interface ServerRecord {
  readonly server: string;
  readonly casemapping: string;
  readonly epoch: string;
  readonly sequence: number;
  /** Latest stamp issued or observed. */
  readonly clock: Stamp;
  /** The last stop was orderly: the epoch goes on. */
  readonly stoppedCleanly: boolean;
  readonly host: {
    readonly incarnation: string;
    readonly seen: Stamp | null;
    readonly profile: string;
    readonly writes: HostWrites;
  };
  /** How many records were set aside by then: what came later was not made good yet. */
  readonly setAside: number;
  /** The last number that a quarantined message was given: none is given again. */
  readonly quarantined: number;
  /** What was let in and out until then, as one string; empty: everything. */
  readonly rules: string;
}

/** What is durable here of a peer's changes. */
export interface PeerCursor {
  readonly epoch: string;
  readonly sequence: number;
}

export function encodeServerRecord(record: ServerRecord): Uint8Array {
  const { host } = record;
  const seen = host.seen && formatStamp(host.seen);
  return encodeJson({ ...record, clock: formatStamp(record.clock), host: { ...host, seen } });
}

/** The inverse, or null. */
export function decodeServerRecord(value: Uint8Array): ServerRecord | null {
  const record = parseJsonObject(value);
  if (record === null) return null;
  const { server, casemapping, epoch, sequence, stoppedCleanly } = record;
  const clock = typeof record.clock === 'string' ? parseStamp(record.clock) : null;
  const host = parseHost(record.host);
  // The first release did not know them.
  const { setAside = 0, quarantined = 0, rules = '' } = record;
  const texts = typeof server === 'string' && typeof casemapping === 'string' && typeof epoch === 'string';
  if (!texts || epoch === '' || clock === null || host === null) return null;
  if (!isCount(sequence) || !isCount(setAside) || !isCount(quarantined)) return null;
  if (typeof stoppedCleanly !== 'boolean' || typeof rules !== 'string') return null;
  return { server, casemapping, epoch, sequence, clock, stoppedCleanly, host, setAside, quarantined, rules };
}

export function encodePeerCursor(cursor: PeerCursor): Uint8Array {
  return encodeJson(cursor);
}

/** The inverse, or null. */
export function decodePeerCursor(value: Uint8Array): PeerCursor | null {
  const { epoch, sequence } = parseJsonObject(value) ?? {};
  return typeof epoch === 'string' && isCount(sequence) ? { epoch, sequence } : null;
}

function parseHost(json: unknown): ServerRecord['host'] | null {
  const { incarnation, seen, profile } = Object(json) as Record<string, unknown>;
  const stamp = typeof seen === 'string' ? parseStamp(seen) : null;
  // Releases before wrote to every host.
  const writes =
    json !== null && 'writes' in Object(json) ? parseWrites(Object(json).writes) : initialWrites('go');
  if (typeof incarnation !== 'string' || typeof profile !== 'string' || writes === null) return null;
  return stamp === null && seen !== null ? null : { incarnation, seen: stamp, profile, writes };
}

function parseWrites(json: unknown): HostWrites | null {
  const { mode, reason, by, since } = Object(json) as Record<string, unknown>;
  const known = writeModes.find((each) => each === mode);
  if (known === undefined || typeof reason !== 'string' || typeof by !== 'string') return null;
  return isCount(since) ? { mode: known, reason, by, since } : null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
