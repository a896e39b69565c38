import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Channel, Field, Mark } from './channel.ts';

/** A field as the messages of proto/cburst/v1/channel.proto carry it. */
export interface FieldMessage {
  topic?: { value?: { text: Buffer } & MarkMessage };
  flag?: { name: string; set: boolean };
  join_key?: { value?: Buffer };
  limit?: { value?: number };
  parameter?: { name: string; value?: Buffer };
  entry?: { list: string; mask: Buffer; present: boolean } & MarkMessage;
}

interface MarkMessage {
  setter: Buffer;
  set_at: number;
}

export interface HostChannelMessage {
  name: Buffer;
  created_at: number;
  held: boolean;
  members: number;
  fields: FieldMessage[];
}

/** What an update wants: exactly one of `view` and `removal` is there. */
export interface ChannelUpdate {
  number: number;
  host_sequence: number;
  channel: Buffer;
  view?: ChannelView;
  removal?: object;
}

export interface ChannelView {
  /** Unix milliseconds, 0: unknown. */
  created_at: number;
  fields: FieldMessage[];
  remote_members: number;
}

export interface UpdateResult {
  number: number;
  channel: Buffer;
  status: ResultStatus;
  deviations: Deviation[];
  created_at: number;
  /** Why there is no such channel; left out: there is. */
  missing?: string;
}

export type ResultStatus = 'RESULT_STATUS_APPLIED' | 'RESULT_STATUS_TRUNCATED' | 'RESULT_STATUS_REFUSED';

export interface Deviation {
  wanted: FieldMessage;
  shown?: FieldMessage;
  reason: string;
}

/** What happened to a channel; one of them in each event. */
export interface HostEventBody {
  created?: HostChannelMessage;
  changed?: { fields: FieldMessage[] };
  presence?: { held: boolean; members: number };
  dropped?: object;
}

/** From the ircd to the sidecar: one of these in each message. */
export interface AttachRequest {
  hello?: object;
  snapshot_begin?: { incarnation: string };
  snapshot?: { channels: HostChannelMessage[] };
  snapshot_end?: { channel_count: number };
  events?: { events: ({ sequence: number; applied_update: number; channel: Buffer } & HostEventBody)[] };
  results?: { results: UpdateResult[] };
}

/** From the sidecar to the ircd: one of these in each message. */
export interface AttachResponse {
  welcome?: { software: string; previous_incarnation: string };
  acknowledgement?: { sequence: number };
  updates?: { updates: ChannelUpdate[] };
  resync?: object;
}

export type AttachCall = grpc.ClientDuplexStream<AttachRequest, AttachResponse>;

const protoDirectory = fileURLToPath(new URL('../../proto', import.meta.url));
const definition = loadSync('cburst/v1/host.proto', {
  includeDirs: [protoDirectory],
  keepCase: true,
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  oneofs: true,
});

/** The stub of HostService, made from the .proto files alone. */
export const HostServiceClient = (
  grpc.loadPackageDefinition(definition) as unknown as {
    cburst: { v1: { HostService: grpc.ServiceClientConstructor } };
  }
).cburst.v1.HostService;

/** How many bytes the message has on the stream: batches end before 1 MiB. */
export function messageBytes(message: AttachRequest): number {
  return HostServiceClient.service.Attach!.requestSerialize(message).length;
}

/** Text of the ircd as bytes. */
export function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** Bytes as the ircd's text: one character for each byte, in whatever encoding they are. */
export function text(message: Buffer): string {
  return message.toString('latin1');
}

export function channelMessage(channel: Channel): HostChannelMessage {
  return {
    name: bytes(channel.name),
    created_at: channel.createdAt,
    held: channel.members.size > 0,
    members: channel.members.size,
    fields: channel.fields.map(fieldMessage),
  };
}

export function fieldMessage(field: Field): FieldMessage {
  switch (field.kind) {
    case 'topic':
      return {
        topic: field.value ? { value: { text: bytes(field.value.text), ...markMessage(field.value) } } : {},
      };
    case 'flag':
      return { flag: { name: field.name, set: field.set } };
    case 'join-key':
      return { join_key: field.value === null ? {} : { value: bytes(field.value) } };
    case 'limit':
      return { limit: field.value === null ? {} : { value: field.value } };
    case 'entry': {
      const mark = markMessage(field.value ?? { setter: '', setAt: 0 });
      return { entry: { list: field.list, mask: bytes(field.mask), present: field.value !== null, ...mark } };
    }
  }
}

/** The field, or null for a kind that this ircd has not got. */
export function fieldFromMessage(message: FieldMessage): Field | null {
  const { topic, flag, join_key: joinKey, limit, entry } = message;
  if (topic) {
    const value = topic.value ? { text: text(topic.value.text), ...markFromMessage(topic.value) } : null;
    return { kind: 'topic', value };
  }
  if (flag) return { kind: 'flag', name: flag.name, set: flag.set };
  if (joinKey) return { kind: 'join-key', value: joinKey.value === undefined ? null : text(joinKey.value) };
  if (limit) return { kind: 'limit', value: limit.value ?? null };
  if (!entry) return null;
  const value = entry.present ? markFromMessage(entry) : null;
  return { kind: 'entry', list: entry.list, mask: text(entry.mask), value };
}

function markMessage(mark: Mark): MarkMessage {
  return { setter: bytes(mark.setter), set_at: mark.setAt };
}

function markFromMessage(message: MarkMessage): Mark {
  return { setter: text(message.setter), setAt: message.set_at };
}
