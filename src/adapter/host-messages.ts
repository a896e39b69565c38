import { ircBytes, ircText } from '../core/irc-text.ts';
import type { ChannelUpdate__Output } from '../proto-types/cburst/v1/ChannelUpdate.ts';
import type { HostChannel as HostChannelMessage } from '../proto-types/cburst/v1/HostChannel.ts';
import type { HostEvent as HostEventMessage } from '../proto-types/cburst/v1/HostEvent.ts';
import type { UpdateResult } from '../proto-types/cburst/v1/UpdateResult.ts';
import { fieldFromProto, fieldToProto } from '../rpc/field-proto.ts';
import type { HostChange, HostChannel, HostEvent, HostResult, HostUpdate } from './host-channel.ts';

/** A batch is at most 1 MiB; half of it leaves room for what the estimate misses. */
const BATCH_BYTES_MAX = 512 * 1024;
const BATCH_ITEMS_MAX = 500;
const REASON_BYTES_MAX = 256;

export function channelToProto(channel: HostChannel): HostChannelMessage {
  return {
    name: ircBytes(channel.name),
    created_at: channel.createdAt,
    held: channel.held,
    members: channel.members,
    fields: channel.fields.map(fieldToProto),
  };
}

export function eventToProto(event: HostEvent, sequence: number, appliedUpdate: number): HostEventMessage {
  return {
    sequence,
    applied_update: appliedUpdate,
    channel: ircBytes(event.name),
    ...changeToProto(event.change),
  };
}

export function resultToProto(result: HostResult): UpdateResult {
  return {
    number: result.number,
    channel: ircBytes(result.name),
    status: STATUS[result.status],
    deviations: result.deviations.map(({ wanted, shown, reason }) => ({
      wanted: fieldToProto(wanted),
      ...(shown === null ? {} : { shown: fieldToProto(shown) }),
      reason: reason.slice(0, REASON_BYTES_MAX),
    })),
    created_at: result.createdAt,
  };
}

/** The update, or what is wrong with it. */
export function updateFromProto(
  message: ChannelUpdate__Output,
): { update: HostUpdate } | { problem: string } {
  const fields = [];
  for (const field of message.view?.fields ?? []) {
    const result = fieldFromProto(field);
    if ('problem' in result) return { problem: `update ${message.number}: ${result.problem}` };
    fields.push(result.field);
  }
  if (message.update === undefined) return { problem: `update ${message.number} says nothing` };
  return {
    update: {
      number: message.number,
      hostSequence: message.host_sequence,
      name: ircText(message.channel),
      fields: message.update === 'view' ? fields : null,
    },
  };
}

/** Cuts `items` into batches that keep the bound; an item that alone exceeds it is a batch of its own. */
export function inBatches<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = estimateBytes(item);
    const batch = batches.at(-1);
    if (batch === undefined || batch.length >= BATCH_ITEMS_MAX || bytes + size > BATCH_BYTES_MAX) {
      batches.push([item]);
      bytes = size;
    } else {
      batch.push(item);
      bytes += size;
    }
  }
  return batches;
}

const STATUS = {
  applied: 'RESULT_STATUS_APPLIED',
  truncated: 'RESULT_STATUS_TRUNCATED',
  refused: 'RESULT_STATUS_REFUSED',
  observed: 'RESULT_STATUS_OBSERVED',
} as const;

function changeToProto(change: HostChange): HostEventMessage {
  switch (change.kind) {
    case 'created':
      return { created: channelToProto(change.channel) };
    case 'changed':
      return { changed: { fields: change.fields.map(fieldToProto) } };
    case 'presence':
      return { presence: { held: change.held, members: change.members } };
    case 'dropped':
      return { dropped: {} };
  }
}

/** An upper estimate of the encoded size: a few bytes for each number and frame, the length of each text. */
function estimateBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length + 4;
  if (typeof value === 'string') return value.length * 3 + 4;
  if (typeof value !== 'object' || value === null) return 12;
  let bytes = 8;
  for (const part of Object.values(value)) bytes += estimateBytes(part);
  return bytes;
}
