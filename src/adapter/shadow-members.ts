import type { Casemapping } from '../core/casemapping.ts';
import type { IrcText } from '../core/irc-text.ts';
import {
  type Member,
  type MemberChange,
  memberProblem,
  nickKey,
  nickProblem,
  type PrefixMode,
  prefixModes,
  sortedModes,
} from '../core/member.ts';
import type { IrcdTraits } from './ircd-traits.ts';
import type { ModeChange } from './mode-changes.ts';
import type { Membership, ShadowChannel } from './shadow-channel.ts';
import type { Users } from './users.ts';

export const noMemberChange: MemberChange = { renamed: [], gone: [], present: [] };

/** What the letters of prefix modes say, without those that only this ircd has. */
export function prefixModesOf({ modes }: IrcdTraits, letters: string): PrefixMode[] {
  return sortedModes([...letters].flatMap((letter) => prefixModeOf(modes.get(letter)) ?? []));
}

/** Null: no prefix mode that others have. */
export function prefixModeOf(mode: ModeChange['mode'] | undefined): PrefixMode | null {
  if (mode?.kind !== 'prefix') return null;
  return prefixModes.find((known) => known === mode.name) ?? null;
}

/** The ids of members whose prefix modes the changes alter, with what they are then. */
export function changedMemberships(
  { members }: ShadowChannel,
  changes: readonly ModeChange[],
): Map<string, Membership> {
  const changed = new Map<string, Membership>();
  for (const { adding, mode, parameter } of changes) {
    const prefix = prefixModeOf(mode);
    const before = changed.get(parameter) ?? members.get(parameter);
    if (prefix === null || before === undefined || before.modes.includes(prefix) === adding) continue;
    const modes = adding ? [...before.modes, prefix] : before.modes.filter((had) => had !== prefix);
    changed.set(parameter, { ...before, modes: sortedModes(modes) });
  }
  return changed;
}

/**
 * The user as others are told of it; null: it is no member, or has a nick that is none. A text that cannot be told is replaced:
 * somebody who is there counts.
 */
export function toldMember(users: Users, channel: ShadowChannel, id: string): Member | null {
  const known = users.get(id);
  const membership = channel.members.get(id);
  if (known === undefined || membership === undefined || nickProblem(known.nick) !== null) return null;
  const { nick, user, host, account } = known;
  const member: Member = {
    nick: nick as IrcText,
    user: user as IrcText,
    host: host as IrcText,
    account: account === '' ? null : (account as IrcText),
    modes: membership.modes,
    granted: [],
    joinedAt: membership.joinedAt,
  };
  if (memberProblem(member) === null) return member;
  return { ...member, user: UNTELLABLE, host: UNTELLABLE, account: null };
}

/** Each nick once: while the ircd settles who has it, two users may seem to. */
export function distinctMembers(casemapping: Casemapping, members: readonly Member[]): Member[] {
  return [...new Map(members.map((member) => [nickKey(casemapping, member.nick), member])).values()];
}

export function toldMembers(users: Users, channel: ShadowChannel, ids: Iterable<string>): Member[] {
  return [...ids].flatMap((id) => toldMember(users, channel, id) ?? []);
}

/** What a change of nick tells: who had, or has now, a nick that is none was, or is, nobody for others. */
export function nickChange(from: string, to: string): NickTelling {
  const [had, has] = [tellableNicks([from]), tellableNicks([to])];
  if (from === to || had.length === 0 || has.length === 0) {
    return { renamed: [], gone: has.length === 0 ? had : [], isNew: had.length === 0 };
  }
  return { renamed: [{ from: had[0]!, to: has[0]! }], gone: [], isNew: false };
}

export interface NickTelling extends Pick<MemberChange, 'renamed' | 'gone'> {
  /** Nobody was told of the user before. */
  readonly isNew: boolean;
}

/** Those of the nicks that others can be told of. */
export function tellableNicks(nicks: readonly string[]): IrcText[] {
  return nicks.filter((nick): nick is IrcText => nickProblem(nick) === null);
}

/** What differs between the members before and those that the channel has now. */
export function memberDifference(
  users: Users,
  before: ReadonlyMap<string, Membership>,
  channel: ShadowChannel,
): MemberChange | null {
  const left = [...before.keys()].filter((id) => !channel.members.has(id));
  const gone = tellableNicks(left.flatMap((id) => users.get(id)?.nick ?? []));
  const fresh = [...channel.members].filter(([id, { modes }]) => !sameModes(before.get(id)?.modes, modes));
  const present = toldMembers(
    users,
    channel,
    fresh.map(([id]) => id),
  );
  return gone.length + present.length === 0 ? null : { ...noMemberChange, gone, present };
}

const UNTELLABLE = 'unknown' as IrcText;

function sameModes(before: readonly PrefixMode[] | undefined, after: readonly PrefixMode[]): boolean {
  return before?.join() === after.join();
}
