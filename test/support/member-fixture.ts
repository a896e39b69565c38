import type { IrcText } from '../../src/core/irc-text.ts';
import type { Member, MemberChange } from '../../src/core/member.ts';
import type { Members } from '../../src/core/member-list.ts';

/** Somebody called so. */
export function member(nick: string, more: Partial<Member> = {}): Member {
  const [user, host] = ['u', 'h.example'] as IrcText[];
  const nobody = { account: null, modes: [], granted: [], joinedAt: 0 };
  return { nick: nick as IrcText, user: user!, host: host!, ...nobody, ...more };
}

export function members(...nicks: string[]): Member[] {
  return nicks.map((nick) => member(nick));
}

/** A change of which only these parts are not empty. Nick changes: `old new`. */
export function change({
  renamed = [],
  gone = [],
  present = [],
}: {
  readonly renamed?: readonly string[];
  readonly gone?: readonly string[];
  readonly present?: readonly Member[];
}): MemberChange {
  const changes = renamed.map((each) => each.split(' ') as [string, IrcText]);
  return { renamed: changes.map(([from, to]) => ({ from, to })), gone, present };
}

/** Their nicks, sorted. */
export function nicksOf(list: Members | null | undefined): string[] {
  return [...(list?.values() ?? [])].map(({ nick }) => nick as string).sort();
}
