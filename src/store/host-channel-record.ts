import type { Casemapping } from '../core/casemapping.ts';
import { type Field, type FieldKey, fieldKey } from '../core/field.ts';
import type { HostChannel, Offer, Substitute } from '../core/host-channel.ts';
import type { ShownDocument } from '../core/host-channels.ts';
import { type ChannelId, parseChannelId } from '../core/identity.ts';
import { type IrcText, ircBytes, ircText, limits, wordProblem } from '../core/irc-text.ts';
import { encodeJson } from './encode-json.ts';
import { parseJsonObject } from './parse-json.ts';
import { parseStoredField, parseStoredFields } from './stored-field.ts';

/** Where it is remembered what the host shows: by folded name. */
export const HOST_CHANNEL_SPACE = 'host';

interface HostChannelRecord {
  readonly name: string;
  readonly id: ChannelId | null;
  readonly createdAt: number;
  readonly keepsShowing: boolean;
  readonly missing?: string;
  readonly isNew?: boolean;
  readonly shown: readonly Field[];
  readonly substitutes: readonly { wanted: Field; shown: Field | null; reason: string }[];
  readonly offered: { createdAt: number; fields: readonly Field[] } | null;
}

export function encodeHostChannel(channel: HostChannel): Uint8Array {
  const { name, id, createdAt, keepsShowing, missing, isNew } = channel;
  const substitutes = [...channel.substitutes.values()].map(({ wanted, shown, reason }) => ({
    wanted,
    shown,
    reason,
  }));
  const record: HostChannelRecord = {
    name,
    id,
    createdAt,
    keepsShowing,
    ...(missing === undefined ? {} : { missing }),
    ...(isNew ? { isNew } : {}),
    shown: [...channel.shown.values()],
    substitutes,
    offered: channel.offered && { ...channel.offered, fields: [...channel.offered.fields.values()] },
  };
  return encodeJson(record);
}

/** The record of a channel that shows all that its document has set, and nothing else: a reference. */
export function encodeShownDocument({ id, createdAt, isLeaving }: ShownDocument): Uint8Array {
  return ircBytes(`{"showsDocument":"${id}","createdAt":${createdAt}${isLeaving ? LEAVING : ''}}`);
}

const LEAVING = ',"leaving":true';
const SHOWN_DOCUMENT = new RegExp(
  `^{"showsDocument":"([^"]*)","createdAt":(0|[1-9][0-9]{0,14})(${LEAVING})?}$`,
);

/** The inverse of `encodeShownDocument`; null: the record is no reference. There is one for most channels: it is read as text. */
export function decodeShownDocument(value: Uint8Array): ShownDocument | null {
  const match = SHOWN_DOCUMENT.exec(ircText(value));
  const id = match === null ? null : parseChannelId(match[1]!);
  return match === null || id === null
    ? null
    : { id, createdAt: Number(match[2]), isLeaving: match[3] !== undefined };
}

/** The inverse of `encodeHostChannel`; or what is wrong with the record. */
export function decodeHostChannel(
  value: Uint8Array,
  casemapping: Casemapping,
): { channel: HostChannel } | { problem: string } {
  const record = parseJsonObject(value);
  if (record === null) return { problem: 'the record is not readable' };
  const head = parseHead(record);
  if ('problem' in head) return head;
  const shown = parseKeyed(record.shown, casemapping);
  if ('problem' in shown) return shown;
  const substitutes = parseSubstitutes(record.substitutes, casemapping);
  if ('problem' in substitutes) return substitutes;
  const offered = parseOffer(record.offered, casemapping);
  if (offered !== null && 'problem' in offered) return offered;
  return { channel: { ...head, shown: shown.fields, substitutes: substitutes.substitutes, offered } };
}

type Head = Pick<HostChannel, 'name' | 'id' | 'createdAt' | 'keepsShowing' | 'missing' | 'isNew'>;

function parseHead({
  name,
  id,
  createdAt,
  keepsShowing,
  missing,
  isNew = false,
}: Record<string, unknown>): Head | { problem: string } {
  const nameProblem = typeof name === 'string' ? wordProblem(name, limits.channelNameBytes) : 'is missing';
  if (nameProblem !== null) return { problem: `the channel name ${nameProblem}` };
  const parsedId = typeof id === 'string' ? parseChannelId(id) : null;
  if (parsedId === null && id !== null) return { problem: 'the id is no UUID' };
  if (!isTime(createdAt)) return { problem: 'the creation time is no number' };
  if (typeof keepsShowing !== 'boolean') return { problem: 'it is not said whether it keeps showing' };
  if (typeof isNew !== 'boolean') return { problem: 'it is not said whether the channel was new' };
  const head = { name: name as IrcText, id: parsedId, createdAt, keepsShowing, ...(isNew ? { isNew } : {}) };
  if (missing === undefined) return head;
  return typeof missing === 'string' ? { ...head, missing } : { problem: 'why it is missing is no text' };
}

function parseOffer(json: unknown, casemapping: Casemapping): Offer | null | { problem: string } {
  if (json === null) return null;
  const { createdAt, fields } = Object(json) as Record<string, unknown>;
  if (!isTime(createdAt)) return { problem: 'the creation time that was offered is no number' };
  const keyed = parseKeyed(fields, casemapping);
  return 'problem' in keyed ? keyed : { createdAt, fields: keyed.fields };
}

function parseSubstitutes(
  json: unknown,
  casemapping: Casemapping,
): { substitutes: Map<FieldKey, Substitute> } | { problem: string } {
  if (!Array.isArray(json)) return { problem: 'what stands for something else is missing' };
  const substitutes = new Map<FieldKey, Substitute>();
  for (const item of json) {
    const { wanted, shown, reason } = Object(item) as Record<string, unknown>;
    if (typeof reason !== 'string') return { problem: 'the reason why something else is shown is missing' };
    const parsed = parseStoredField(wanted);
    if ('problem' in parsed) return parsed;
    const instead = shown === null ? null : parseStoredField(shown);
    if (instead !== null && 'problem' in instead) return instead;
    const field = instead === null ? null : instead.field;
    const shownKey = field && fieldKey(casemapping, field);
    substitutes.set(fieldKey(casemapping, parsed.field), {
      wanted: parsed.field,
      shown: field,
      shownKey,
      reason,
    });
  }
  return { substitutes };
}

function parseKeyed(
  json: unknown,
  casemapping: Casemapping,
): { fields: Map<FieldKey, Field> } | { problem: string } {
  const parsed = parseStoredFields(json);
  if ('problem' in parsed) return parsed;
  return { fields: new Map(parsed.fields.map((field) => [fieldKey(casemapping, field), field])) };
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
