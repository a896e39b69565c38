import type { Casemapping } from '../core/casemapping.ts';
import { checkField, type Field, type FieldKey, fieldKey } from '../core/field.ts';
import type { HostChannel, Substitute } from '../core/host-channel.ts';
import { parseChannelId } from '../core/identity.ts';
import { type IrcText, ircText } from '../core/irc-text.ts';
import { encodeJson } from './encode-json.ts';

/** Where it is remembered what the host shows: by folded name. */
export const HOST_CHANNEL_SPACE = 'host';

interface HostChannelRecord {
  readonly name: string;
  readonly id: string | null;
  readonly createdAt: number;
  readonly keepsShowing: boolean;
  readonly shown: readonly Field[];
  readonly substitutes: readonly { wanted: Field; shown: Field | null; reason: string }[];
  readonly offered: { createdAt: number; fields: readonly Field[] } | null;
}

export function encodeHostChannel(channel: HostChannel): Uint8Array {
  const { name, id, createdAt, keepsShowing } = channel;
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
    shown: [...channel.shown.values()],
    substitutes,
    offered: channel.offered && { ...channel.offered, fields: [...channel.offered.fields.values()] },
  };
  return encodeJson(record);
}

/** The inverse; or what is wrong with the record. */
export function decodeHostChannel(
  value: Uint8Array,
  casemapping: Casemapping,
): { channel: HostChannel } | { problem: string } {
  try {
    const record = JSON.parse(ircText(value)) as HostChannelRecord;
    const id = record.id === null ? null : parseChannelId(record.id);
    if (id === null && record.id !== null) return { problem: 'the id is no UUID' };
    const keyOf = (field: Field) => fieldKey(casemapping, checked(field));
    const keyed = (fields: readonly Field[]) => new Map(fields.map((field) => [keyOf(field), field]));
    const shown = keyed(record.shown);
    const substitutes = new Map<FieldKey, Substitute>();
    for (const substitute of record.substitutes) {
      const shownKey = substitute.shown && keyOf(substitute.shown);
      substitutes.set(keyOf(substitute.wanted), { ...substitute, shownKey });
    }
    const offered = record.offered && { ...record.offered, fields: keyed(record.offered.fields) };
    const { createdAt, keepsShowing } = record;
    const name = record.name as IrcText;
    return { channel: { name, id, createdAt, keepsShowing, shown, substitutes, offered } };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function checked(field: Field): Field {
  const result = checkField(field);
  if ('problem' in result) throw new Error(result.problem);
  return result.field;
}
