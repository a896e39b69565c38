import type { DigestEntry, DigestRoot } from '../core/digest-tree.ts';
import type { ChannelId } from '../core/identity.ts';
import type { DigestMessage } from '../wire/digest-line.ts';

/** What a comparison needs of this side. */
export interface DigestSource {
  /** A round begins with this salt: the sum of all `entries`, as is true at this moment. Null: nothing is compared now. */
  root(salt: number): DigestRoot | null;
  /**
   * Every document that this side believes itself or the peer to hold, of what the policies of both let through: what is true
   * at this moment, in a round. Null: nothing can be compared any more.
   */
  entries(): Iterable<DigestEntry> | null;
  /** This side believes that the peer holds the channel. */
  peerHolds(id: ChannelId): boolean;
}

export interface DigestEvents {
  emit(message: DigestMessage): void;
  /**
   * The peer is to get this document whole, as it is when it is sent. `missing`: it has none of that id that is compared.
   * `told`: the leaf digest of the peer's own, which it sends; when this side has come to that by it, it has nothing to say.
   */
  send(id: ChannelId, missing: boolean, told?: number): void;
  /** The peer is to be asked for this document: it is thought to hold it and does not say so. */
  request(id: ChannelId): void;
  /** The next round begins later, not in here. */
  ended(outcome: DigestOutcome): void;
}

/** How a round ended. */
export type DigestOutcome =
  | { readonly kind: 'equal'; readonly documents: number }
  | {
      readonly kind: 'different';
      /** Documents that this side sends, or of which the peer may turn out to say all that is here. */
      readonly sent: readonly ChannelId[];
      /** Documents, as far as this side has them, that still differ after they were exchanged. */
      readonly differsByRule: readonly ChannelId[];
      /** How many documents of the peer that this side does not have were exchanged for nothing. Only who answers hears of them. */
      readonly lackedByRule: number;
      /** False: there may be more, for the next round. */
      readonly complete: boolean;
    }
  | { readonly kind: 'failed'; readonly code: DigestFailure };

/**
 * `refused`: one side compares nothing now. `nonsense`: what the peer said has no meaning here. `superseded`: the peer began
 * at the same moment, and its round goes first. `abandoned`: given up by either side. `overtaken`: what differed when the round
 * began was gone when it was looked for.
 */
export type DigestFailure = 'refused' | 'nonsense' | 'superseded' | 'abandoned' | 'overtaken';

/** Differences that are repaired in one round: bounds what a peer can make this side send at once. */
export const REPAIRS_MAX = 4096;

/** What a mark says of a document. */
export const mark = {
  same: '0',
  /** Each side sends what it has. */
  differs: '1',
  /** Send it: there is none here. */
  missing: '2',
  byRule: '3',
  later: '4',
} as const;

/** What a side collects in the course of a round that found something. */
export class RoundFindings {
  readonly sent: ChannelId[] = [];
  readonly differsByRule: ChannelId[] = [];
  lackedByRule = 0;
  complete = true;

  /** `mayHaveChanged`: that nothing was found may be because it was gone when it was looked for. */
  outcome(mayHaveChanged: boolean): DigestOutcome {
    const { sent, differsByRule, lackedByRule, complete } = this;
    const nothing = sent.length + differsByRule.length + lackedByRule === 0 && complete;
    if (nothing && mayHaveChanged) return { kind: 'failed', code: 'overtaken' };
    return { kind: 'different', sent, differsByRule, lackedByRule, complete };
  }
}
