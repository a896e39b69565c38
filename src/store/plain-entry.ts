import { type Casemapping, channelKey } from '../core/casemapping.ts';
import type { ChannelEntry } from '../core/channel-table.ts';
import { ChannelDocument, type Unpacker } from '../core/document.ts';
import { NO_PLACE } from '../core/entry-groups.ts';
import { NO_HOLDERS, withHolder } from '../core/holders.ts';
import { type ChannelId, parseServerName, type ServerName } from '../core/identity.ts';
import { ircText, ownText } from '../core/irc-text.ts';
import type { Stamp } from '../core/stamp.ts';
import { type PlainLine, readPlainLine } from '../wire/plain-line.ts';
import type { StoreRecord } from './store.ts';

export interface PlainEntry {
  /** Its document is packed, and has no metadata. */
  readonly entry: ChannelEntry;
  /** The latest stamp of its registers. */
  readonly last: Stamp;
}

export interface PlainEntryContext {
  readonly self: ServerName;
  readonly casemapping: Casemapping;
  readonly unpacker: Unpacker;
}

/**
 * A channel's record in the form that nearly all have: one holder, nothing removed, and a plain line. It is checked, but its
 * registers stay the text that was stored until somebody looks. Null: it has another form, or something is wrong with it;
 * `decodeEntry` tells, and says the same of what is read here.
 */
export function readPlainEntry(
  { key: id, value }: Pick<StoreRecord, 'key' | 'value'>,
  { self, casemapping, unpacker }: PlainEntryContext,
): PlainEntry | null {
  const text = ircText(value);
  const head = HEADER.exec(text);
  const line = head === null ? null : readPlainLine(text.slice(head[0].length), casemapping);
  if (head === null || line === null || line.id !== id) return null;
  const [, sequence, left, holder, members, grace, changedAt, arrivedAt, confirmed] = head;
  const server = parseServerName(holder!);
  if (server === null) return null;
  const graceMs = grace === 'null' ? null : Number(grace);
  const presence = { members: Number(members), graceMs, reachable: server === self, said: null };
  const document = packedDocument(id as ChannelId, line, unpacker);
  return {
    last: line.last,
    entry: {
      key: channelKey(casemapping, document.name),
      document,
      holders: withHolder(NO_HOLDERS, server, presence),
      sequence: Number(sequence),
      left: left === 'true',
      changedAt: Number(changedAt),
      arrivedAt: Number(arrivedAt),
      confirmed: confirmed === 'true',
      removed: null,
      deliveredBy: null,
      digest: null,
      place: NO_PLACE,
    },
  };
}

/** Fifteen digits are within the integers that a number holds. */
const COUNT = '(0|[1-9][0-9]{0,14})';
const FLAG = '(true|false)';
const HEADER = new RegExp(
  `^\\{"sequence":${COUNT},"left":${FLAG},"holders":\\[\\["([^"\\\\]+)",${COUNT},(null|0|[1-9][0-9]{0,14})\\]\\],` +
    `"changedAt":${COUNT},"arrivedAt":${COUNT},"confirmed":${FLAG},"removed":\\[\\]\\}\\n`,
);

/** `id`: of the record, whose text is its own. What the line says is a piece of it, and would keep all of it. */
function packedDocument(id: ChannelId, line: PlainLine, unpacker: Unpacker): ChannelDocument {
  const { origin, createdAt, written, packed } = line;
  const document = new ChannelDocument({ id, name: ownText(line.name), origin, createdAt, splitBorn: false });
  document.written = written;
  document.restore(packed, unpacker);
  return document;
}
