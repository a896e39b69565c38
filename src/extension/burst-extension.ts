import type { DigestEntry, DigestRoot } from '../core/digest-tree.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import type { HeldPoint } from '../core/remote-members.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import type { LineProblem } from '../wire/line-problem.ts';

/** What an extension bursts goes by UUIDs: a channel's id, or one that the extension derives from a key of its own. */
export type ItemId = ChannelId;

/** Which parts of an item changed, in words that only its extension understands; null: all of it. */
export type ItemParts = ReadonlySet<string> | null;

export type ItemChanges = ReadonlyMap<ItemId, ItemParts>;

/** What peers have to hear of. */
export interface Announced {
  readonly burstType: string;
  readonly changes: ItemChanges;
}

/** A peer with which a link is up. */
export interface BurstPeer {
  readonly server: ServerName;
  /** What both sides can do. */
  readonly capabilities: readonly string[];
  /** What the peer lets through in both directions, as its hello says; null: everything. */
  readonly channels?: readonly string[] | null;
  readonly fields?: readonly string[] | null;
  /** A UUID of this run of its process; null: it does not say. */
  readonly run?: string | null;
  /** By burst type: up to which local sequence of this run it has what it keeps in memory only. */
  readonly has?: ReadonlyMap<string, number>;
}

/** Something that servers burst to each other, as lines that begin with the same verb. */
export interface BurstExtension {
  /** The verb: 1 to 16 letters, A to Z. */
  readonly burstType: string;
  /** What the own side can do, for the hello. */
  readonly capabilities: readonly string[];
  /** The capability without which a peer would not know the verb; null: every peer knows it. */
  readonly requires: string | null;
  /** A link is up. What it replaces, if anything, is not ended by `unlinked`, and is not called any more. */
  linked(peer: BurstPeer): BurstExchange;
  /** No link to the peer is left: from here it cannot be told from a split. Runs in a transaction. */
  unlinked(peer: ServerName): void;
  /**
   * What changed in the replica is durable now. What peers have to hear of that is announced (`ExtensionManager.register`).
   * One that rests is not told, and not later either.
   */
  committed(changes: ReplicaChanges): void;
  /**
   * Only of an extension that keeps in memory what peers tell, while the session resumes from what is stored: up to where it
   * has that of `peer`, or null. The peer is told with the hello, and with a resume presents what changed since. Such an
   * extension drops what a peer told in another run of its process.
   */
  held?(peer: ServerName): HeldPoint | null;
}

/**
 * An extension's side of one link. `presented`, `others`, `knows`, `describe` and `read` change nothing; `apply` and
 * `burstEnded` run in a transaction, whose work is durable before the peer hears of it.
 *
 * Each may throw: the item, or the step, is then reported and counts as failed, and everything else goes on. Each answers at
 * once, and quickly: it keeps everything waiting. One that is not of this project rests once it took too much time, and all
 * that it is asked meanwhile fails, but for `burstEnded`.
 */
export interface BurstExchange {
  /** What this server presents to the peer, of that what changed after the local sequence `since`; 0: all. In doubt, more. */
  presented(since: number): Iterable<ItemId>;
  /** What it does not present (any more) but has to tell of: what it left, at `since` 0, else whatever changed. */
  others(since: number): Iterable<ItemId>;
  knows(id: ItemId): boolean;
  /** The lines that tell the parts of an item as it is now; none when there is nothing to tell. */
  describe(id: ItemId, parts: ItemParts): readonly string[];
  /** What a line of the peer says, or why it cannot be taken. */
  read(line: string): ReceivedItem | { readonly problem: LineProblem };
  /**
   * What takes long may be left: each `next` of what is returned is called in a transaction of its own, with others between,
   * until it is done or the link is gone: then its `return` is called, if it has one.
   */
  burstEnded(end: BurstEnd): Iterator<void> | void;
  /** What of a presented item changed after `since`, which is not 0. Left out or null: all of it is told. */
  partsSince?(id: ItemId, since: number): ItemParts;
  /** All that the peer told up to its `sequence` was applied: what `held` returns from then on. In a transaction. */
  reached?(sequence: number): void;
  /** What can be compared with the peer's, to prove both sides equal. */
  readonly digests?: ItemDigests | undefined;
}

/** Digests of the items of which both sides should say the same. */
export interface ItemDigests {
  /** As it is at this moment; of all that is compared, or only of `ids`, as far as they are. */
  entries(ids?: Iterable<ItemId>): Iterable<DigestEntry>;
  /** The sum of what `entries` come to with this salt; with `lastSalt` it may cost only what changed since. Default: a sum over `entries`. */
  root?(salt: number): DigestRoot;
  /** The last salt for which `root` keeps what it found, on this link or one before. Default: none. */
  readonly lastSalt?: number | null;
  /** The next round is to have another salt: `lastSalt` is null until then. */
  dropSalt?(): void;
  /** The peer is thought to present the item. */
  peerHolds(id: ItemId): boolean;
}

export interface ReceivedItem {
  readonly id: ItemId;
  /** Takes it in. Returns what is wrong with it (nothing was changed then), or null. `now`: Unix ms. */
  apply(now: number): string | null;
}

/**
 * After a full burst: what the peer presented, with what it could not present though it has it. After a resume: what is
 * to be confirmed of what was known of the peer is everything but `unconfirmed`.
 */
export type BurstEnd =
  | { readonly mode: 'full'; readonly presented: ReadonlySet<ItemId> }
  | { readonly mode: 'resume'; readonly unconfirmed: ReadonlySet<ItemId> };
