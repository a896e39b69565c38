import { type Casemapping, fold } from './casemapping.ts';
import type { IrcText } from './irc-text.ts';
import { type Member, type PrefixMode, sortedModes } from './member.ts';
import type { Members } from './member-list.ts';

/** A member of a channel here that is to have prefix modes, as it has them elsewhere. */
export interface MemberGrant {
  readonly channel: IrcText;
  readonly nick: IrcText;
  /** For which it is to have them: by the time the host hears of it the nick may be somebody else's. Empty: not told. */
  readonly account: IrcText;
  /** What the member lacks, the highest first. */
  readonly modes: readonly PrefixMode[];
}

/**
 * Which modes those who `joined` are to have because the same services account has them on another server. What was itself
 * given for that reason does not count: else a mode that its own host took away would come back from where it was copied to.
 */
export function grantedByAccount(
  casemapping: Casemapping,
  joined: readonly Member[],
  elsewhere: Iterable<Members>,
): { readonly member: Member; readonly modes: readonly PrefixMode[] }[] {
  const accounts = new Map<string, Set<PrefixMode>>();
  for (const { account } of joined) if (account !== null) accounts.set(fold(casemapping, account), new Set());
  if (accounts.size === 0) return [];
  for (const members of elsewhere) {
    for (const { account, modes, granted } of members.values()) {
      const found = account === null ? undefined : accounts.get(fold(casemapping, account));
      if (found !== undefined) for (const mode of modes) if (!granted.includes(mode)) found.add(mode);
    }
  }
  return joined.flatMap((member) => {
    const found = member.account === null ? undefined : accounts.get(fold(casemapping, member.account));
    const modes = sortedModes([...(found ?? [])].filter((mode) => !member.modes.includes(mode)));
    return modes.length === 0 ? [] : [{ member, modes }];
  });
}
