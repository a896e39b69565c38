import type { HostChannelState } from '../core/host-messages.ts';
import type { ServerName } from '../core/identity.ts';
import { ircBytes, ircText } from '../core/irc-text.ts';
import type { NickKey } from '../core/member.ts';
import type { MemberNews } from '../core/member-feed.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import type { ChannelMembers } from '../proto-types/cburst/v1/ChannelMembers.ts';
import type { ChannelUpdate__Output } from '../proto-types/cburst/v1/ChannelUpdate.ts';
import type { HostChannel as HostChannelMessage } from '../proto-types/cburst/v1/HostChannel.ts';
import type { HostEvent as HostEventMessage } from '../proto-types/cburst/v1/HostEvent.ts';
import type { MemberGrant__Output } from '../proto-types/cburst/v1/MemberGrant.ts';
import type { RemoteMembersBatch__Output } from '../proto-types/cburst/v1/RemoteMembersBatch.ts';
import type { UpdateResult } from '../proto-types/cburst/v1/UpdateResult.ts';
import { fieldFromProto, fieldToProto } from '../rpc/field-proto.ts';
import { memberFromProto, memberToProto, modesFromProto, nickChangeToProto } from '../rpc/member-proto.ts';
import type { IrcdChange, IrcdEvent, IrcdResult, IrcdUpdate } from './ircd-messages.ts';
import { splitMembers } from './member-changes.ts';

const REASON_BYTES_MAX = 256;

/** Of a long list of members only the first: the others are `moreMembersToProto`. */
export function channelToProto(channel: HostChannelState): HostChannelMessage {
  return {
    name: ircBytes(channel.name),
    created_at: channel.createdAt,
    held: channel.held,
    members: channel.members,
    fields: channel.fields.map(fieldToProto),
    member_list: (splitMembers(channel.memberList ?? [])[0] ?? []).map(memberToProto),
  };
}

export function moreMembersToProto({ name, memberList }: HostChannelState): ChannelMembers[] {
  const [, ...more] = splitMembers(memberList ?? []);
  return more.map((members) => ({ channel: ircBytes(name), members: members.map(memberToProto) }));
}

export function memberNewsFromProto({ renamed, changes, complete }: RemoteMembersBatch__Output): MemberNews {
  return {
    renamed: renamed.map(({ server, from, to }) => ({
      server: server as ServerName,
      from: ircText(from) as string as NickKey,
      to: ircText(to),
    })),
    changes: changes.map(({ channel, server, reset, gone, present }) => ({
      channel: ircText(channel),
      server: server as ServerName,
      reset,
      gone: gone.map((nick) => ircText(nick) as string as NickKey),
      present: present.map(memberFromProto),
    })),
    complete,
  };
}

export function grantFromProto({ channel, nick, account, modes }: MemberGrant__Output): MemberGrant {
  return {
    channel: ircText(channel),
    nick: ircText(nick),
    account: ircText(account),
    modes: modesFromProto(modes),
  };
}

export function eventToProto(event: IrcdEvent, sequence: number, appliedUpdate: number): HostEventMessage {
  return {
    sequence,
    applied_update: appliedUpdate,
    channel: ircBytes(event.name),
    ...changeToProto(event.change),
  };
}

export function resultToProto(result: IrcdResult): UpdateResult {
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
    missing: (result.missing ?? '').slice(0, REASON_BYTES_MAX),
  };
}

/** The update, or what is wrong with it. */
export function updateFromProto(
  message: ChannelUpdate__Output,
): { update: IrcdUpdate } | { problem: string } {
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

const STATUS = {
  applied: 'RESULT_STATUS_APPLIED',
  truncated: 'RESULT_STATUS_TRUNCATED',
  refused: 'RESULT_STATUS_REFUSED',
  observed: 'RESULT_STATUS_OBSERVED',
} as const;

function changeToProto(change: IrcdChange): HostEventMessage {
  switch (change.kind) {
    case 'created':
      return { created: channelToProto(change.state) };
    case 'changed':
      return { changed: { fields: change.fields.map(fieldToProto) } };
    case 'presence':
      return { presence: { held: change.held, members: change.members, lost: change.lost === true } };
    case 'members': {
      const { renamed, gone, present } = change.change;
      return {
        members: {
          held: change.held,
          lost: change.lost === true,
          renamed: renamed.map(nickChangeToProto),
          gone: gone.map(ircBytes),
          present: present.map(memberToProto),
        },
      };
    }
    case 'dropped':
      return { dropped: { lost: change.lost === true } };
  }
}
