import type { Topic } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { ModeChange } from './mode-changes.ts';

/** Somebody in a channel, and the letters of the prefix modes that come with that. */
export interface JoinedUser {
  readonly id: string;
  readonly letters: string;
}

/**
 * What a line of the ircd says of the native network. Users and servers are named by the ids that its lines use as a source (UID, nick,
 * SID, server name); channels by their names in any spelling. A fact about what the shadow does not know changes nothing.
 *
 * `isWish`: the ircd asks for it on behalf of an operator or of services and leaves it to the user's server, which is the adapter.
 */
export type IrcdFact =
  /** A server joined, behind `uplink`; `description` as LINKS shows it. */
  | {
      readonly kind: 'server';
      readonly id: string;
      readonly uplink: string;
      readonly name: string;
      readonly description: string;
    }
  /** A server is gone with all that is behind it and their users. */
  | { readonly kind: 'server-gone'; readonly id: string }
  | {
      readonly kind: 'user';
      readonly id: string;
      /** The server that the user is on. */
      readonly server: string;
      readonly nick: string;
      readonly user: string;
      readonly host: string;
      /** The services account; left out or empty: none is known. */
      readonly account?: string;
    }
  /** Parts of a user changed; `newId` where users are named by their nicks. `isWish`: only of a nick. */
  | {
      readonly kind: 'user-changed';
      readonly isWish?: boolean;
      readonly id: string;
      readonly newId?: string;
      readonly nick?: string;
      readonly user?: string;
      readonly host?: string;
      /** Empty: logged out. */
      readonly account?: string;
    }
  /** `isCollision`: the ircd killed it because of its nick. */
  | {
      readonly kind: 'user-gone';
      readonly id: string;
      readonly isCollision?: boolean;
      readonly isWish?: boolean;
    }
  /**
   * There is a channel with these modes and members: one that came with a burst, one that a user made, or a server's version of
   * one that is known. `createdAt` null: the ircd did not say; it is asked (`ask`) before anybody hears of the channel.
   */
  | {
      readonly kind: 'channel';
      readonly name: string;
      /** The server that says so. */
      readonly source: string;
      /** Unix seconds. */
      readonly createdAt: number | null;
      readonly changes: readonly ModeChange[];
      readonly members: readonly JoinedUser[];
      readonly topic?: Topic | null;
    }
  /** `letters`: as of `JoinedUser`; left out: none. */
  | { readonly kind: 'join'; readonly name: string; readonly user: string; readonly letters?: string }
  /** Part or kick. */
  | { readonly kind: 'leave'; readonly name: string; readonly user: string; readonly isWish?: boolean }
  /** `source`: the user or server that changed the modes. */
  | {
      readonly kind: 'modes';
      readonly name: string;
      readonly source: string;
      readonly changes: readonly ModeChange[];
    }
  /** `isDoubtful`: how the ircd keeps it is to be read back. */
  | {
      readonly kind: 'topic';
      readonly name: string;
      readonly source: string;
      readonly topic: Topic | null;
      /** When it was set or removed, Unix seconds; 0: unknown. */
      readonly setAt: number;
      readonly isDoubtful?: boolean;
    }
  /** The whole channel, as the ircd answered to `ask`. */
  | ({ readonly kind: 'answer' } & ChannelAnswer)
  /** The adapter's own user is in the channel, so that it is there without members; or not any more. */
  | { readonly kind: 'kept'; readonly name: string; readonly kept: boolean }
  /** What is known of the channel, or was just answered, may be wrong: it is read back, or asked for once more. */
  | { readonly kind: 'doubt'; readonly name: string }
  /** The channel has a value that cannot be told to others; `problem` never holds it. */
  | { readonly kind: 'uncarried'; readonly name: string; readonly what: string; readonly problem: string }
  /** The ircd's burst is complete. */
  | { readonly kind: 'synced' };

export type FactOf<Kind extends IrcdFact['kind']> = Extract<IrcdFact, { kind: Kind }>;

export interface ChannelAnswer {
  readonly name: IrcText;
  /** Unix seconds. */
  readonly createdAt: number;
  /** Every mode and list entry that is set. A mode whose parameter the ircd did not tell is in `hidden` and not here. */
  readonly changes: readonly ModeChange[];
  /** Letters of modes that are set to a value which the ircd did not tell. */
  readonly hidden: readonly string[];
  /** Undefined: the ircd said nothing of the topic, so there is none. */
  readonly topic?: Topic | null;
  /** When the topic was set or removed last; undefined: not told. */
  readonly topicSetAt?: number;
  /** Null: not told; what is known of them stays. */
  readonly members: readonly JoinedUser[] | null;
  /** The adapter's own user is in it. Undefined: no. */
  readonly kept?: boolean;
}
