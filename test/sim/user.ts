import { fold } from '../../src/core/casemapping.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { type Member, type PrefixMode, sortedModes } from '../../src/core/member.ts';
import type { MemberGrant } from '../../src/core/status-by-account.ts';

/** A member of a channel on an ircd, and where its modes come from: what the checks know and no adapter tells. */
export interface User extends Member {
  readonly origins: Origins;
}

/** Of the modes of one user since it joined. */
export interface Origins {
  /** Had by account: its sidecar had them given. */
  readonly granted: Set<PrefixMode>;
  /** Its sidecar wants them to be given, and it has not got them yet. */
  readonly asked: Set<PrefixMode>;
  /** It was given modes by account. */
  isServed: boolean;
  /** Another user changed its modes. */
  isTouched: boolean;
  /** Users and its sidecar acted at once, or out of each other's sight: what came by account is not to be told. */
  isDoubtful: boolean;
}

export function newOrigins(): Origins {
  return { granted: new Set(), asked: new Set(), isServed: false, isTouched: false, isDoubtful: false };
}

/** Another user makes its modes these. `seen`: its sidecar hears of every step. */
export function touched(user: User, modes: readonly PrefixMode[], seen: boolean): User {
  const { origins } = user;
  for (const mode of user.modes) if (!modes.includes(mode)) origins.granted.delete(mode);
  origins.isTouched = true;
  if (!seen || origins.asked.size > 0) origins.isDoubtful = true;
  return { ...user, modes: sortedModes(modes) };
}

/** Its sidecar wants it to have these modes. */
export function asked({ origins }: User, modes: MemberGrant['modes']): void {
  for (const mode of modes) origins.asked.add(mode);
  if (origins.isTouched) origins.isDoubtful = true;
}

/** It gets modes by account. */
export function granted(user: User, modes: MemberGrant['modes']): User {
  const { origins } = user;
  for (const mode of modes) {
    origins.asked.delete(mode);
    if (!user.modes.includes(mode)) origins.granted.add(mode);
  }
  origins.isServed = true;
  return { ...user, modes: sortedModes([...user.modes, ...modes]) };
}

/** What it was given until now counts as the ircd's own: its sidecar has started anew. */
export function forgetGrants({ origins }: User): void {
  origins.granted.clear();
  origins.asked.clear();
  origins.isDoubtful = false;
}

/** The modes that it has otherwise than by account. */
export function ownModes({ modes, origins }: User): PrefixMode[] {
  return modes.filter((mode) => !origins.granted.has(mode));
}

export function sameAccount(one: IrcText | null, other: IrcText | null): boolean {
  return one !== null && other !== null && fold('rfc1459', one) === fold('rfc1459', other);
}
