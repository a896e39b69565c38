import type { ChannelKey } from '../core/casemapping.ts';
import type { ServerName } from '../core/identity.ts';
import type { Member, NickKey, PrefixMode } from '../core/member.ts';

/** A member of channels on another server, and the user that stands for it on this ircd. */
export interface Guest {
  readonly server: ServerName;
  nickKey: NickKey;
  /** As it was told last, in whichever channel. */
  member: Member;
  /** Where it is, as told. */
  readonly channels: Map<ChannelKey, ToldIn>;
  /** Null: it is not shown. */
  user: GuestOnIrcd | null;
  /** An operator of the ircd does not want it: not shown before something new is told of it. */
  isAway: boolean;
  /** Channels that it was kicked from: as `isAway`. */
  readonly keptOut: Set<ChannelKey>;
  /** Its own nick was refused. */
  needsSuffix: boolean;
}

export interface ToldIn {
  modes: readonly PrefixMode[];
  /** The number of the stream that told it. */
  stream: number;
}

export interface GuestOnIrcd {
  id: string;
  nick: string;
  /** What it was called elsewhere when it got this nick. */
  ofNick: string;
  readonly user: string;
  readonly host: string;
  readonly joined: Map<ChannelKey, Joined>;
  /** When it came, Unix seconds, the ircd's. */
  readonly signedOnAt: number;
  /** When it was last seen to do something, Unix seconds, the ircd's: to come, to join, to change its nick. */
  activeAt: number;
}

/** A channel that it was let into. */
export interface Joined {
  /** That were told of it last. What local operators changed since is theirs. */
  modes: readonly PrefixMode[];
  /** The ircd has handled it. */
  isSettled: boolean;
}

export function newGuest(server: ServerName, nickKey: NickKey, member: Member): Guest {
  return {
    server,
    nickKey,
    member,
    channels: new Map(),
    user: null,
    isAway: false,
    keptOut: new Set(),
    needsSuffix: false,
  };
}
