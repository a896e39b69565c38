import type { Field } from '../../src/core/field.ts';
import type { HostChannelState, HostEvent, HostProfile, HostResult } from '../../src/core/host-messages.ts';
import type { ServerName } from '../../src/core/identity.ts';
import { type IrcText, ircBytes, ircText } from '../../src/core/irc-text.ts';
import type { Member } from '../../src/core/member.ts';
import type { AttachRequest__Output } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { ChannelUpdate } from '../../src/proto-types/cburst/v1/ChannelUpdate.ts';
import type { Field__Output, Field as FieldMessage } from '../../src/proto-types/cburst/v1/Field.ts';
import type { Member__Output } from '../../src/proto-types/cburst/v1/Member.ts';
import { fieldFromProto, fieldToProto } from '../../src/rpc/field-proto.ts';
import { memberToProto } from '../../src/rpc/member-proto.ts';

/** Messages of the host API in the form in which the sidecar's protobuf library hands them over, without the bytes between. */

export function helloMessage(
  server: ServerName,
  profile: HostProfile,
  instance: number,
): AttachRequest__Output {
  return request('hello', {
    protocol_version: 1,
    server_name: server,
    software: profile.software,
    instance,
    casemapping: 'rfc1459',
    flags: [...profile.flags],
    parameters: [...profile.parameters],
    lists: [...profile.lists],
    defaults: profile.defaults.map(fieldOutput),
    observe: profile.observe,
    members: true,
    show_members: true,
  });
}

export function snapshotMessages(
  incarnation: string,
  channels: readonly HostChannelState[],
  batchSize: number,
): AttachRequest__Output[] {
  const messages = [request('snapshot_begin', { incarnation })];
  for (let next = 0; next < channels.length; next += batchSize) {
    const batch = channels.slice(next, next + batchSize).map(channelOutput);
    messages.push(request('snapshot', { channels: batch, more_members: [] }));
  }
  return [...messages, request('snapshot_end', { channel_count: channels.length })];
}

export function eventsMessage(events: readonly HostEvent[], appliedUpdate: number): AttachRequest__Output {
  return request('events', { events: events.map((event) => eventOutput(event, appliedUpdate)) });
}

export function resultsMessage(results: readonly HostResult[]): AttachRequest__Output {
  const outputs = results.map(({ number, name, createdAt, deviations }) => ({
    number,
    channel: ircBytes(name),
    status: deviations.length === 0 ? 'RESULT_STATUS_APPLIED' : 'RESULT_STATUS_TRUNCATED',
    created_at: createdAt,
    missing: '',
    deviations: deviations.map(({ wanted, shown, reason }) => ({
      wanted: fieldOutput(wanted),
      shown: shown && fieldOutput(shown),
      reason,
    })),
  }));
  return request('results', { results: outputs });
}

/** What the ircd should show for a name; `fields` null: nothing. */
export interface WantedChannel {
  readonly number: number;
  readonly hostSequence: number;
  readonly name: IrcText;
  readonly id: string;
  /** Unix milliseconds, 0: unknown. */
  readonly createdAt: number;
  readonly fields: readonly Field[] | null;
}

export function updateFrom(message: ChannelUpdate): WantedChannel {
  const { view } = message;
  return {
    number: Number(message.number),
    hostSequence: Number(message.host_sequence),
    name: ircText(message.channel as Buffer),
    id: view?.id ?? '',
    createdAt: Number(view?.created_at ?? 0),
    fields: view ? (view.fields ?? []).map(fieldFrom) : null,
  };
}

function request(
  kind: NonNullable<AttachRequest__Output['message']>,
  content: object,
): AttachRequest__Output {
  return { message: kind, [kind]: content } as AttachRequest__Output;
}

function eventOutput(event: HostEvent, appliedUpdate: number): object {
  const head = { sequence: event.sequence, applied_update: appliedUpdate, channel: ircBytes(event.name) };
  switch (event.kind) {
    case 'created':
      return { ...head, event: 'created', created: channelOutput(event.state) };
    case 'changed':
      return { ...head, event: 'changed', changed: { fields: event.fields.map(fieldOutput) } };
    case 'presence':
      return { ...head, event: 'presence', presence: { held: event.held, members: event.members } };
    case 'dropped':
      return { ...head, event: 'dropped', dropped: {} };
    case 'members':
      return { ...head, event: 'members', members: membersOutput(event) };
  }
}

function membersOutput({ held, change }: Extract<HostEvent, { kind: 'members' }>): object {
  return {
    held,
    renamed: change.renamed.map(({ from, to }) => ({ from: ircBytes(from), to: ircBytes(to) })),
    gone: change.gone.map(ircBytes),
    present: change.present.map(memberOutput),
  };
}

function channelOutput({ name, createdAt, held, members, memberList, fields }: HostChannelState): object {
  return {
    name: ircBytes(name),
    created_at: createdAt,
    held,
    members,
    member_list: (memberList ?? []).map(memberOutput),
    fields: fields.map(fieldOutput),
  };
}

function memberOutput(member: Member): Member__Output {
  const account = member.account === null ? {} : { _account: 'account' };
  return { ...memberToProto(member), ...account } as unknown as Member__Output;
}

function fieldOutput(field: Field): Field__Output {
  return decoded(fieldToProto(field));
}

function fieldFrom(message: FieldMessage): Field {
  const result = fieldFromProto(decoded(message));
  if ('problem' in result) throw new Error(`the sidecar sent a field that makes no sense: ${result.problem}`);
  return result.field;
}

/** As the library hands it over: with the name of what is set. */
function decoded(message: FieldMessage): Field__Output {
  const kind = Object.keys(message)[0] as NonNullable<Field__Output['field']>;
  const content = message[kind] as { value?: unknown };
  const marked = content.value === undefined ? content : { ...content, _value: 'value' };
  return { field: kind, [kind]: marked } as unknown as Field__Output;
}
