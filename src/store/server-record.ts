import { ircText } from '../core/irc-text.ts';
import { formatStamp, parseStamp, type Stamp } from '../core/stamp.ts';
import { encodeJson } from './encode-json.ts';

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
  readonly host: { readonly incarnation: string; readonly seen: Stamp | null; readonly profile: string };
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

export function decodeServerRecord(value: Uint8Array): ServerRecord | null {
  try {
    const record = JSON.parse(ircText(value));
    const clock = parseStamp(record.clock);
    const seen = record.host.seen === null ? null : parseStamp(record.host.seen);
    if (
      clock === null ||
      (seen === null && record.host.seen !== null) ||
      !Number.isSafeInteger(record.sequence)
    )
      return null;
    return { ...record, clock, host: { ...record.host, seen } };
  } catch {
    return null;
  }
}

export function encodePeerCursor(cursor: PeerCursor): Uint8Array {
  return encodeJson(cursor);
}

export function decodePeerCursor(value: Uint8Array): PeerCursor | null {
  try {
    const { epoch, sequence } = JSON.parse(ircText(value));
    return typeof epoch === 'string' && Number.isSafeInteger(sequence) ? { epoch, sequence } : null;
  } catch {
    return null;
  }
}
