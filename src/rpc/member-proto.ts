import { ircBytes, ircText } from '../core/irc-text.ts';
import { type Member, type NickChange, type PrefixMode, prefixModes, sortedModes } from '../core/member.ts';
import type { Member__Output, Member as MemberMessage } from '../proto-types/cburst/v1/Member.ts';
import type { NickChange__Output, NickChange as NickMessage } from '../proto-types/cburst/v1/NickChange.ts';
import type { PrefixMode as ModeMessage } from '../proto-types/cburst/v1/PrefixMode.ts';

/** A member as protobuf. The inverse of `memberFromProto`. */
export function memberToProto(member: Member): MemberMessage {
  return {
    nick: ircBytes(member.nick),
    user: ircBytes(member.user),
    host: ircBytes(member.host),
    ...(member.account === null ? {} : { account: ircBytes(member.account) }),
    modes: modesToProto(member.modes),
    granted: modesToProto(member.granted),
    joined_at: member.joinedAt,
  };
}

/** The member, with its texts as they came: `memberProblem` says what is wrong with them. */
export function memberFromProto(message: Member__Output): Member {
  return {
    nick: ircText(message.nick),
    user: ircText(message.user),
    host: ircText(message.host),
    account: message._account === 'account' ? ircText(message.account!) : null,
    modes: modesFromProto(message.modes),
    granted: modesFromProto(message.granted),
    joinedAt: message.joined_at,
  };
}

export function nickChangeToProto({ from, to }: NickChange): NickMessage {
  return { from: ircBytes(from), to: ircBytes(to) };
}

export function nickChangeFromProto({ from, to }: NickChange__Output): NickChange {
  return { from: ircText(from), to: ircText(to) };
}

export function modesToProto(modes: readonly PrefixMode[]): ModeMessage[] {
  return modes.map((mode) => TO_PROTO[mode]);
}

/** The modes that are known, each once, the highest first. */
export function modesFromProto(modes: readonly ModeMessage[]): PrefixMode[] {
  return sortedModes(prefixModes.filter((mode) => modes.includes(TO_PROTO[mode])));
}

const TO_PROTO = {
  owner: 'PREFIX_MODE_OWNER',
  admin: 'PREFIX_MODE_ADMIN',
  op: 'PREFIX_MODE_OP',
  halfop: 'PREFIX_MODE_HALFOP',
  voice: 'PREFIX_MODE_VOICE',
} as const satisfies Record<PrefixMode, ModeMessage>;
