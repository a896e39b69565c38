import type { ChannelKey } from './casemapping.ts';
import type { FieldKey } from './field.ts';
import type { ChannelId, ServerName } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import type { NickChange, NickKey } from './member.ts';
import type { MemberGrant } from './status-by-account.ts';

/** Something that happened, for ops. The text never holds a join key. */
export interface ReplicaEvent {
  readonly kind: string;
  readonly channel: IrcText;
  readonly server: ServerName;
  readonly text: string;
}

export interface RemoteRename extends NickChange {
  readonly server: ServerName;
  readonly from: NickKey;
}

/** What changed since the last call of `takeChanges`: to be stored first, then sent. */
export interface ReplicaChanges {
  /** Changed, or, where the table has them no more, forgotten. */
  readonly entries: Set<ChannelId>;
  readonly hostChannels: Set<ChannelKey>;
  /** Own writes and own presence, by id: the keys of the fields written. */
  readonly outgoing: Map<ChannelId, Set<FieldKey>>;
  /** Names whose view may look different now. */
  readonly views: Set<ChannelKey>;
  /** Numbers of decisions: new, or, where the journal has them no more, forgotten. */
  readonly decisions: Set<number>;
  /** Numbers of quarantined messages: new or changed, or, where they are there no more, taken out. */
  readonly quarantined: Set<number>;
  /** By peer and id (`refusalKey`): what was refused for good, or, where it is there no more, is not so any more. */
  readonly refusals: Set<string>;
  /** Peers of which something else is remembered now. */
  readonly peers: Set<ServerName>;
  /** This server's members of channels that it holds, by id: what `OwnMembers` calls their parts; null: all of them. */
  readonly ownMembers: Map<ChannelId, Set<string> | null>;
  /**
   * Members on other servers that are not in `Replica.membersOf` as they were, by channel and holder; null: any of them. Where
   * `views` has the channel another id may stand behind its name, or another holder be in reach: then all may be other members.
   */
  readonly remoteMembers: Map<ChannelKey, Map<ServerName, Set<NickKey> | null>>;
  /**
   * Nick changes among these, once for all channels, in the order in which they came: who shows them can show a nick change
   * instead of somebody who left and another who joined.
   */
  readonly memberRenames: Map<string, RemoteRename>;
  /** Prefix modes that the host is to give, once: what `status_by_account` says. */
  readonly grants: MemberGrant[];
  readonly events: ReplicaEvent[];
  /** Sequence, clock, host memory or the numbers in quarantine moved. */
  moved: boolean;
}

export function noChanges(): ReplicaChanges {
  return {
    entries: new Set(),
    hostChannels: new Set(),
    outgoing: new Map(),
    views: new Set(),
    decisions: new Set(),
    quarantined: new Set(),
    refusals: new Set(),
    peers: new Set(),
    ownMembers: new Map(),
    remoteMembers: new Map(),
    memberRenames: new Map(),
    grants: [],
    events: [],
    moved: false,
  };
}
