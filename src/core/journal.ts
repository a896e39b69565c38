import { type Field, fieldsBytes } from './field.ts';
import type { ChannelId } from './identity.ts';
import type { IrcText } from './irc-text.ts';

/**
 * `moved`: this server's users went from one id to another. The others are operators' acts; `noted`: in the metadata.
 */
export const decisionKinds = [
  'moved',
  'merged',
  'split',
  'unpinned',
  'restored',
  'approved',
  'rejected',
  'reconsidered',
  'noted',
  'key-rotated',
  'host-writes',
  'peer-links',
  'resynced',
  'sidecar',
] as const;

export type DecisionKind = (typeof decisionKinds)[number];

/** About the host, about links to peers, about all that peers hold, about the sidecar itself: about no channel. */
export const kindsWithoutChannel = [
  'host-writes',
  'peer-links',
  'resynced',
  'sidecar',
] as const satisfies DecisionKind[];

/** Something that was decided about a channel, and what that cost. */
export interface Decision {
  /** Counts up from 1. */
  readonly number: number;
  /** Unix milliseconds, this server's clock. */
  readonly at: number;
  readonly kind: DecisionKind;
  readonly channel: IrcText;
  /** The id that gave way, or which it is about; null: none. */
  readonly from: ChannelId | null;
  /** The id that counts from then on; null: none. */
  readonly to: ChannelId | null;
  /** Who decided, as the caller names them; empty: the rules did. */
  readonly by: string;
  /** Why, for people. */
  readonly reason: string;
  /** What the channel had before and has no longer, or has otherwise: can be restored. */
  readonly lost: readonly Field[];
  /** Of `moved`: what it has and had not before; can be taken back from an id of this server's own. Absent: nothing. */
  readonly gained?: readonly Field[];
}

/** What an operator decided that concerns no channel, and so cost none anything. */
export function withoutChannel(
  kind: (typeof kindsWithoutChannel)[number],
  by: string,
  reason: string,
): Omit<Decision, 'number' | 'at'> {
  return { kind, channel: '' as IrcText, from: null, to: null, by, reason, lost: [] };
}

/** Beyond it the oldest are forgotten. */
export const DECISIONS_MAX = 10_000;
/** What the lost and the gained fields of all decisions may come to, as `fieldBytes` counts. Beyond it the oldest are forgotten. */
export const JOURNAL_BYTES_MAX = 64 * 1024 * 1024;

/** What was decided, in order. Bounded: the oldest decisions go first. */
export class Journal {
  readonly #decisions = new Map<number, Decision>();
  #last = 0;
  #bytes = 0;

  get size(): number {
    return this.#decisions.size;
  }

  get(number: number): Decision | undefined {
    return this.#decisions.get(number);
  }

  /** Oldest first. */
  values(): IterableIterator<Decision> {
    return this.#decisions.values();
  }

  /** Puts a decision back that was stored; in the order of their numbers. */
  restore(decision: Decision): void {
    this.#decisions.set(decision.number, decision);
    this.#last = Math.max(this.#last, decision.number);
    this.#bytes += bytesOf(decision);
  }

  /** Returns the number of the decision, and those that are forgotten for it. */
  record(decided: Omit<Decision, 'number'>): { number: number; forgotten: number[] } {
    const number = this.#last + 1;
    this.restore({ ...decided, number });
    const forgotten: number[] = [];
    for (const [oldest, decision] of this.#decisions) {
      if (this.#decisions.size <= DECISIONS_MAX && this.#bytes <= JOURNAL_BYTES_MAX) break;
      this.#decisions.delete(oldest);
      this.#bytes -= bytesOf(decision);
      forgotten.push(oldest);
    }
    return { number, forgotten };
  }
}

function bytesOf({ lost, gained = [] }: Pick<Decision, 'lost' | 'gained'>): number {
  return fieldsBytes(lost) + fieldsBytes(gained);
}
