import type { ChannelEntry } from '../core/channel-table.ts';
import { addTerms, type DigestEntry, type DigestRoot, termOf } from '../core/digest-tree.ts';
import { type DocumentDigest, documentDigest } from '../core/document-digest.ts';
import { partInScope } from '../core/exchange-policy.ts';
import { admitsChannel, type ExchangeScope, encodeScope } from '../core/exchange-scope.ts';
import type { FieldKey } from '../core/field.ts';
import { everyFieldClass } from '../core/field-class.ts';
import { HidingRemovals } from '../core/hiding-removals.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import type { KeptRoot } from '../core/kept-root.ts';
import { encodeRelay } from '../core/relay-scopes.ts';
import { relayedPart, relaysEverything } from '../core/relayed-part.ts';
import type { Replica } from '../core/replica.ts';
import type { ItemDigests } from './burst-extension.ts';

/**
 * What is compared with a peer: the documents that either side holds, and those merged into one of them, as far as the rules
 * of both sides let them pass both ways, without what others keep from one of the two. Presence is part of it, each server's as both know it.
 */
export class ChannelDigests implements ItemDigests {
  readonly #replica: Replica;
  readonly #peer: ServerName;
  readonly #scope: ExchangeScope;
  readonly #kept: KeptRoot;
  readonly #isFirst: boolean;

  /** @param kept of this peer, from one link to the next */
  constructor(replica: Replica, peer: ServerName, scope: ExchangeScope, kept: KeptRoot) {
    this.#replica = replica;
    this.#peer = peer;
    this.#scope = scope;
    this.#kept = kept;
    this.#isFirst = replica.server < peer;
  }

  get lastSalt(): number | null {
    return this.#kept.salt;
  }

  dropSalt(): void {
    this.#kept.drop();
  }

  /**
   * Each document is summed up as if no other mattered to it: that changes only when it does. What others make of it comes on
   * top, each time anew, of the few of which they may make something.
   */
  root(salt: number): DigestRoot {
    const isWhole = this.#isWholeForAll();
    const plainTerm = (entry: ChannelEntry) =>
      this.#isHeld(entry) && this.#admits(entry)
        ? this.#term(entry, this.#digest(entry, isWhole, NO_REMOVALS), salt)
        : null;
    const kept = this.#kept.sum(this.#replica.table.groups, this.#basis(isWhole), salt, plainTerm);
    let { sum, documents } = kept;
    const { isCompared, hiding } = this.#relations(isWhole);
    for (const entry of hiding.candidates()) {
      const plain = plainTerm(entry);
      const compared = isCompared(entry)
        ? this.#term(entry, this.#digest(entry, isWhole, hiding.of(entry)), salt)
        : null;
      sum = addTerms(sum, compared ?? 0, plain ?? 0);
      documents += (compared === null ? 0 : 1) - (plain === null ? 0 : 1);
    }
    return { sum, documents };
  }

  *entries(ids?: Iterable<ChannelId>): Iterable<DigestEntry> {
    const isWhole = this.#isWholeForAll();
    const { isCompared, hiding } = this.#relations(isWhole);
    for (const entry of ids === undefined ? this.#replica.table.values() : this.#known(ids)) {
      if (!isCompared(entry)) continue;
      const digest = this.#digest(entry, isWhole, hiding.of(entry));
      yield { id: entry.document.id, digest, ...this.#presence(entry), revision: entry.sequence };
    }
  }

  peerHolds(id: ChannelId): boolean {
    return this.#replica.table.get(id)?.holders.has(this.#peer) === true;
  }

  /** Which entries are compared, and what they hide. */
  #relations(isWhole: boolean) {
    const absorbed = new Set<ChannelId>();
    for (const entry of this.#replica.table.mergeWinners) {
      if (!this.#isHeld(entry) || !this.#admits(entry)) continue;
      for (const id of entry.document.absorbed) absorbed.add(id);
    }
    const isCompared = (entry: ChannelEntry) =>
      (this.#isHeld(entry) || absorbed.has(entry.document.id)) && this.#admits(entry);
    // One of which the two may know different things says nothing of what both have removed.
    const counts = (entry: ChannelEntry) => isCompared(entry) && (isWhole || this.#isWhole(entry));
    return { isCompared, hiding: new HidingRemovals(this.#replica, counts) };
  }

  /** What the digest of a document depends on beside the document. */
  #basis(isWhole: boolean): string {
    const scope = encodeScope(this.#scope);
    if (isWhole) return JSON.stringify(scope);
    const relays = [...this.#replica.peers].map(([author, { relay }]) => [
      author,
      relay && encodeRelay(relay),
    ]);
    return JSON.stringify([scope, relays]);
  }

  #term(entry: ChannelEntry, digest: DocumentDigest, salt: number): number {
    return termOf({ digest, ...this.#presence(entry) }, salt);
  }

  #presence({ holders }: ChannelEntry): Pick<DigestEntry, 'first' | 'second'> {
    const own = holders.get(this.#replica.server)?.members ?? null;
    const theirs = holders.get(this.#peer)?.members ?? null;
    return this.#isFirst ? { first: own, second: theirs } : { first: theirs, second: own };
  }

  /** Nothing is kept back from anybody: then every document is compared whole. */
  #isWholeForAll(): boolean {
    return this.#scope.classes === everyFieldClass && relaysEverything(this.#replica, this.#peer);
  }

  #isWhole({ document }: ChannelEntry): boolean {
    return (
      this.#scope.classes === everyFieldClass && relayedPart(this.#replica, this.#peer, document) === document
    );
  }

  *#known(ids: Iterable<ChannelId>): Iterable<ChannelEntry> {
    for (const id of ids) {
      const entry = this.#replica.table.get(id);
      if (entry !== undefined) yield entry;
    }
  }

  #admits({ key }: ChannelEntry): boolean {
    return admitsChannel(this.#scope, key);
  }

  #isHeld({ holders }: ChannelEntry): boolean {
    return holders.has(this.#replica.server) || holders.has(this.#peer);
  }

  #digest(entry: ChannelEntry, isWhole: boolean, removals: ReadonlySet<FieldKey>): DocumentDigest {
    if (isWhole) return wholeDigest(entry, removals);
    const part = relayedPart(this.#replica, this.#peer, entry.document);
    if (this.#scope.classes !== everyFieldClass) return documentDigest(partInScope(this.#scope, part));
    return part === entry.document ? wholeDigest(entry, removals) : documentDigest(part);
  }
}

const NO_REMOVALS: ReadonlySet<FieldKey> = new Set();

function wholeDigest(entry: ChannelEntry, removals: ReadonlySet<FieldKey>): DocumentDigest {
  if (removals.size > 0) return documentDigest(entry.document, removals);
  entry.digest ??= documentDigest(entry.document);
  return entry.digest;
}
