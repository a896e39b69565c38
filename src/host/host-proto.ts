import { type Casemapping, parseCasemapping } from '../core/casemapping.ts';
import { DOCUMENT_BYTES_MAX } from '../core/document-room.ts';
import { type Field, fieldsBytes, TIME_MAX } from '../core/field.ts';
import type {
  HostChannelState,
  HostEvent,
  HostProfile,
  HostResult,
  HostUpdate,
} from '../core/host-messages.ts';
import { channelNameProblem, isModeName } from '../core/identity.ts';
import { displayText, type IrcText, ircBytes, ircText, ircTextFromUtf8 } from '../core/irc-text.ts';
import type { Member } from '../core/member.ts';
import type { MemberNews } from '../core/member-feed.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import type { ChannelMembers__Output } from '../proto-types/cburst/v1/ChannelMembers.ts';
import type { ChannelUpdate } from '../proto-types/cburst/v1/ChannelUpdate.ts';
import type { Field__Output } from '../proto-types/cburst/v1/Field.ts';
import type { HostChannel__Output } from '../proto-types/cburst/v1/HostChannel.ts';
import type { HostEvent__Output } from '../proto-types/cburst/v1/HostEvent.ts';
import type { HostHello__Output } from '../proto-types/cburst/v1/HostHello.ts';
import type { MemberGrant as GrantMessage } from '../proto-types/cburst/v1/MemberGrant.ts';
import type { RemoteMembersBatch } from '../proto-types/cburst/v1/RemoteMembersBatch.ts';
import type { UpdateResult__Output } from '../proto-types/cburst/v1/UpdateResult.ts';
import { fieldFromProto, fieldToProto } from '../rpc/field-proto.ts';
import { memberFromProto, memberToProto, modesToProto, nickChangeFromProto } from '../rpc/member-proto.ts';

/** A message of the host that makes no sense. The text says what and where; it never holds a join key. */
export class HostMessageError extends Error {
  override readonly name = 'HostMessageError';
}

/** What a host says of itself, and why it shows something else: longer text for people is cut. */
const PROSE_BYTES_MAX = 256;

/** So much of a value that makes no sense is quoted: a status that is too long would not reach the host at all. */
const QUOTED_BYTES_MAX = 64;

export function profileFromProto(hello: HostHello__Output): {
  profile: HostProfile;
  casemapping: Casemapping;
} {
  const casemapping = parseCasemapping(hello.casemapping);
  if (casemapping === null) {
    throw new HostMessageError(
      `hello: casemapping ${quoteText(hello.casemapping)} is not ascii, rfc1459 or rfc1459-strict`,
    );
  }
  for (const name of [...hello.flags, ...hello.parameters, ...hello.lists]) {
    if (!isModeName(name))
      throw new HostMessageError(`hello: ${quoteText(name)} is no mode name (1 to 64 of a-z, 0-9, -)`);
  }
  const profile = {
    software: proseFromProto(hello.software),
    observe: hello.observe,
    flags: new Set(hello.flags),
    parameters: new Set(hello.parameters),
    lists: new Set(hello.lists),
    defaults: fieldsFromProto(hello.defaults, 'hello: defaults'),
  };
  return { profile, casemapping };
}

/** `context` says which message the channel is in. `tellsMembers`: its list of members counts. */
export function hostChannelFromProto(
  message: HostChannel__Output,
  context: string,
  tellsMembers: boolean,
): HostChannelState {
  const name = channelNameFromProto(message.name, context);
  const where = `${context}: channel ${displayText(name)}`;
  return {
    name,
    createdAt: createdAtFromProto(message.created_at, where),
    held: message.held,
    members: message.members,
    memberList: tellsMembers ? message.member_list.map(memberFromProto) : null,
    fields: fieldsFromProto(message.fields, where),
  };
}

/** `context` says which message they are in. */
export function channelMembersFromProto(
  message: ChannelMembers__Output,
  context: string,
): { name: IrcText; members: Member[] } {
  return {
    name: channelNameFromProto(message.channel, context),
    members: message.members.map(memberFromProto),
  };
}

export function hostEventFromProto(message: HostEvent__Output, tellsMembers: boolean): HostEvent {
  const { sequence } = message;
  if (sequence < 1) throw new HostMessageError(`event ${sequence}: numbers start at 1`);
  const name = channelNameFromProto(message.channel, `event ${sequence}`);
  const where = `event ${sequence} of ${displayText(name)}`;
  switch (message.event) {
    case 'created':
      return {
        sequence,
        name,
        kind: 'created',
        state: hostChannelFromProto(message.created!, `event ${sequence}`, tellsMembers),
      };
    case 'changed':
      return { sequence, name, kind: 'changed', fields: fieldsFromProto(message.changed!.fields, where) };
    case 'presence':
      return {
        sequence,
        name,
        kind: 'presence',
        held: message.presence!.held,
        members: message.presence!.members,
        lost: message.presence!.lost,
      };
    case 'dropped':
      return { sequence, name, kind: 'dropped', lost: message.dropped!.lost };
    case 'members': {
      if (!tellsMembers) throw new HostMessageError(`${where}: the hello does not say that it tells members`);
      const { held, lost, renamed, gone, present } = message.members!;
      const change = {
        renamed: renamed.map(nickChangeFromProto),
        gone: gone.map(ircText),
        present: present.map(memberFromProto),
      };
      return { sequence, name, kind: 'members', held, lost, change };
    }
    default:
      throw new HostMessageError(`${where}: says nothing that happened`);
  }
}

export function hostResultFromProto(message: UpdateResult__Output): HostResult {
  const name = channelNameFromProto(message.channel, `result ${message.number}`);
  const where = `result ${message.number} of ${displayText(name)}`;
  if (message.status === 'RESULT_STATUS_UNSPECIFIED')
    throw new HostMessageError(`${where}: its status is not set`);
  const deviations = message.deviations.map(({ wanted, shown, reason }) => {
    if (!wanted) throw new HostMessageError(`${where}: a deviation does not say what was wanted`);
    const instead = shown ? fieldOf(shown, where) : null;
    return { wanted: fieldOf(wanted, where), shown: instead, reason: proseFromProto(reason) };
  });
  const createdAt = createdAtFromProto(message.created_at, where);
  const observed = message.status === 'RESULT_STATUS_OBSERVED';
  const result = { number: message.number, name, createdAt, deviations, ...(observed ? { observed } : {}) };
  return message.missing === '' ? result : { ...result, missing: proseFromProto(message.missing) };
}

export function hostUpdateToProto({ number, hostSequence, name, view }: HostUpdate): ChannelUpdate {
  const update = { number, host_sequence: hostSequence, channel: ircBytes(name) };
  if (view === null) return { ...update, removal: {} };
  const { id, origin } = view.entry.document;
  return {
    ...update,
    view: {
      id,
      origin,
      created_at: view.createdAt,
      fields: [...view.fields.values()].map(fieldToProto),
      remote_members: view.remoteMembers,
    },
  };
}

export function memberNewsToProto({ renamed, changes, complete }: MemberNews): RemoteMembersBatch {
  return {
    renamed: renamed.map(({ server, from, to }) => ({ server, from: ircBytes(from), to: ircBytes(to) })),
    changes: changes.map(({ channel, server, reset, gone, present }) => ({
      channel: ircBytes(channel),
      server,
      reset,
      gone: gone.map(ircBytes),
      present: present.map(memberToProto),
    })),
    complete,
  };
}

export function grantToProto({ channel, nick, account, modes }: MemberGrant): GrantMessage {
  return {
    channel: ircBytes(channel),
    nick: ircBytes(nick),
    account: ircBytes(account),
    modes: modesToProto(modes),
  };
}

/** Text for people that a host sends, cut. */
export function proseFromProto(text: string, bytesMax = PROSE_BYTES_MAX): string {
  return displayText(ircTextFromUtf8(text).slice(0, bytesMax));
}

/** Text of a host for logs and people, quoted. Values that make no sense come in any length. */
export function quoteText(text: string): string {
  return `"${proseFromProto(text, QUOTED_BYTES_MAX)}"`;
}

function channelNameFromProto(bytes: Uint8Array, where: string): IrcText {
  const name = ircText(bytes);
  const problem = channelNameProblem(name);
  if (problem === null) return name;
  const shown = displayText(name.slice(0, QUOTED_BYTES_MAX));
  throw new HostMessageError(`${where}: channel name "${shown}" ${problem}`);
}

function createdAtFromProto(seconds: number, where: string): number {
  if (seconds >= 0 && seconds <= TIME_MAX) return seconds;
  throw new HostMessageError(`${where}: created_at is no time in Unix seconds from 1970 to 9999`);
}

function fieldsFromProto(messages: readonly Field__Output[], where: string): Field[] {
  const fields = messages.map((message) => fieldOf(message, where));
  if (fieldsBytes(fields) > DOCUMENT_BYTES_MAX) {
    throw new HostMessageError(`${where}: has more than ${DOCUMENT_BYTES_MAX} bytes of fields`);
  }
  return fields;
}

function fieldOf(message: Field__Output, where: string): Field {
  const result = fieldFromProto(message);
  if ('problem' in result) throw new HostMessageError(`${where}: ${result.problem}`);
  if (result.field.kind === 'metadata') throw new HostMessageError(`${where}: an ircd has no metadata`);
  return result.field;
}
