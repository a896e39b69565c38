import type { Casemapping } from '../core/casemapping.ts';
import { channelKey } from '../core/casemapping.ts';
import type { ChannelEntry } from '../core/channel-table.ts';
import type { DeliveredBy } from '../core/delivery.ts';
import { newDocument, setFields } from '../core/document.ts';
import { NO_PLACE } from '../core/entry-groups.ts';
import type { Field, FieldKey } from '../core/field.ts';
import { NO_HOLDERS, withHolder } from '../core/holders.ts';
import { parseServerName, type ServerName } from '../core/identity.ts';
import { ircBytes, ircText } from '../core/irc-text.ts';
import { floorStamp } from '../core/stamp.ts';
import { decodeDocumentLines, encodeDocumentLines } from './document-lines.ts';

/** Where channel documents are: by id. */
export const ENTRY_SPACE = 'channel';

/**
 * `[server, members, graceMs, what a peer without stamps last said, as lines]`; who was reachable is not stored: after a
 * start nobody is.
 */
type HolderRecord = [string, number, number | null, (readonly string[])?];

interface EntryHeader {
  readonly sequence: number;
  readonly left: boolean;
  readonly holders: readonly HolderRecord[];
  /** Records of the first release lack what follows. */
  readonly changedAt?: number;
  readonly arrivedAt?: number;
  readonly confirmed?: boolean;
  readonly removed?: readonly RemovalRecord[];
  /** `[field key, server]` */
  readonly via?: readonly [string, string][];
}

/** `[field key, sequence, at]` */
type RemovalRecord = [string, number, number];

/**
 * A channel as it is stored: a line of JSON with what only this server knows of it, then the document's lines.
 */
export function encodeEntry(entry: ChannelEntry): Uint8Array {
  const holders: HolderRecord[] = [];
  for (const [server, { members, graceMs, said }] of entry.holders)
    holders.push(
      said === null ? [server, members, graceMs] : [server, members, graceMs, saidLines(entry, said)],
    );
  const { sequence, left, changedAt, arrivedAt, confirmed } = entry;
  const removed: RemovalRecord[] = [];
  for (const [key, { sequence, at }] of entry.removed ?? []) removed.push([key, sequence, at]);
  const known = { sequence, left, holders, changedAt, arrivedAt, confirmed, removed };
  const header: EntryHeader = entry.deliveredBy === null ? known : { ...known, via: [...entry.deliveredBy] };
  return ircBytes(`${JSON.stringify(header)}\n${encodeDocumentLines(entry.document).join('\n')}`);
}

function saidLines({ document }: ChannelEntry, said: ReadonlyMap<FieldKey, Field>): string[] {
  const stamp = floorStamp(document.origin);
  const registers = new Map([...said].map(([key, field]) => [key, { field, stamp }]));
  return encodeDocumentLines({ ...newDocument(document), registers });
}

/** The inverse; or what is wrong with the record. `self` is reachable, everybody else is not until a link confirms it. */
export function decodeEntry(
  value: Uint8Array,
  self: ServerName,
  casemapping: Casemapping,
): { entry: ChannelEntry } | { problem: string } {
  const [head, ...lines] = ircText(value).split('\n');
  const header = parseHeader(head!);
  if (header === null) return { problem: 'the header is not what this version writes' };
  const joined = decodeDocumentLines(lines, casemapping);
  if ('problem' in joined) return joined;
  const { document } = joined;
  let holders = NO_HOLDERS;
  for (const [name, members, graceMs, plainLines] of header.holders) {
    const server = parseServerName(name);
    if (server === null) return { problem: 'a holder has no valid server name' };
    const plain = plainLines ? decodeDocumentLines(plainLines, casemapping) : null;
    if (plain !== null && 'problem' in plain) return plain;
    const said = plain && setFields(plain.document);
    holders = withHolder(holders, server, { members, graceMs, reachable: server === self, said });
  }
  const { sequence, left, changedAt = 0, arrivedAt = 0, confirmed = false } = header;
  const removed = removals(header.removed ?? []);
  const deliveredBy = deliveries(header.via ?? []);
  const key = channelKey(casemapping, document.name);
  return {
    entry: {
      key,
      document,
      holders,
      sequence,
      left,
      changedAt,
      arrivedAt,
      confirmed,
      removed,
      deliveredBy,
      digest: null,
      place: NO_PLACE,
    },
  };
}

function removals(records: readonly RemovalRecord[]): ChannelEntry['removed'] {
  if (records.length === 0) return null;
  return new Map(records.map(([key, sequence, at]) => [key as FieldKey, { sequence, at }]));
}

/** It only tells people something, so what is no server's name is left out. */
function deliveries(records: readonly (readonly [string, string])[]): DeliveredBy {
  const named = records.flatMap(([key, name]) => {
    const server = parseServerName(name);
    return server === null ? [] : [[key as FieldKey, server] as const];
  });
  return named.length === 0 ? null : new Map(named);
}

function parseHeader(text: string): EntryHeader | null {
  try {
    const header = JSON.parse(text) as EntryHeader;
    const { sequence, left, holders, changedAt = 0, arrivedAt = 0, confirmed = false } = header;
    const { removed = [], via = [] } = header;
    const numbers = [sequence, changedAt, arrivedAt].every(isCount);
    const flags = [left, confirmed].every((flag) => typeof flag === 'boolean');
    const known = holders.every(isHolderRecord) && removed.every(isRemovalRecord) && via.every(isDelivery);
    return numbers && flags && known ? header : null;
  } catch {
    return null;
  }
}

function isRemovalRecord(record: unknown): record is RemovalRecord {
  if (!Array.isArray(record) || record.length !== 3) return false;
  const [key, sequence, at] = record;
  return typeof key === 'string' && isCount(sequence) && isCount(at);
}

function isDelivery(record: unknown): boolean {
  return Array.isArray(record) && record.length === 2 && record.every((each) => typeof each === 'string');
}

function isHolderRecord(record: unknown): record is HolderRecord {
  if (!Array.isArray(record) || record.length < 3 || record.length > 4) return false;
  const [server, members, graceMs, said] = record;
  return (
    typeof server === 'string' &&
    isCount(members) &&
    (graceMs === null || isCount(graceMs)) &&
    (said === undefined || (Array.isArray(said) && said.every((line) => typeof line === 'string')))
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
