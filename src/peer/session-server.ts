import type { Casemapping } from '../core/casemapping.ts';
import type { FieldKey } from '../core/field.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import type { PeerCursor } from '../store/server-record.ts';
import type { DocumentMessage } from '../wire/document-line.ts';

/** What a session with one peer needs of this server. Nothing in it waits: durable callbacks come later, in order. */
export interface SessionServer {
  readonly name: ServerName;
  readonly casemapping: Casemapping;
  readonly software: string;
  readonly epoch: string;
  /** Peers linked now, for the hello. */
  linkedPeers(): ServerName[];
  /** The local sequence. */
  sequence(): number;
  /** What is durable here of the peer's changes. */
  cursor(): PeerCursor | null;
  /** Channels that this server holds and that changed after `since`; 0: all. */
  held(since: number): ChannelId[];
  /** Channels that it does not hold (any more), but has to tell of: since 0 those that it left, else all that changed. */
  notHeld(since: number): ChannelId[];
  /** A channel as this server sends it, with only the given fields or (null) all; null when the id is unknown. */
  describe(id: ChannelId, keys: ReadonlySet<FieldKey> | null): DocumentMessage | null;
  /** Applies a page of the peer. `durable` gets what was wrong with each message (null: applied), once it is on disk. */
  receive(
    messages: readonly DocumentMessage[],
    cursor: PeerCursor | null,
    durable: (problems: (string | null)[]) => void,
  ): void;
  /**
   * The peer presented what it holds: `seen`, or null at the end of a resume: all that was known and not left meanwhile, but
   * for the `unconfirmed`, of which a line could not be read, and those of which one was refused here.
   */
  burstEnded(seen: ReadonlySet<ChannelId> | null, unconfirmed: ReadonlySet<ChannelId>): void;
}
