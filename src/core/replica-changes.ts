import type { ChannelKey } from './casemapping.ts';
import type { FieldKey } from './field.ts';
import type { ChannelId, ServerName } from './identity.ts';
import type { IrcText } from './irc-text.ts';

/** Something that happened, for ops. The text never holds a join key. */
export interface ReplicaEvent {
  readonly kind: string;
  readonly channel: IrcText;
  readonly server: ServerName;
  readonly text: string;
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
  readonly events: ReplicaEvent[];
  /** Sequence, clock or host memory moved. */
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
    events: [],
    moved: false,
  };
}
