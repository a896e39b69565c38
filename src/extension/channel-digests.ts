import type { ChannelEntry } from '../core/channel-table.ts';
import type { DigestEntry } from '../core/digest-tree.ts';
import { type DocumentDigest, documentDigest } from '../core/document-digest.ts';
import { partInScope } from '../core/exchange-policy.ts';
import { admitsChannel, type ExchangeScope } from '../core/exchange-scope.ts';
import { everyFieldClass } from '../core/field-class.ts';
import { HidingRemovals, mergeWinners } from '../core/hiding-removals.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
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

  constructor(replica: Replica, peer: ServerName, scope: ExchangeScope) {
    this.#replica = replica;
    this.#peer = peer;
    this.#scope = scope;
  }

  *entries(ids?: Iterable<ChannelId>): Iterable<DigestEntry> {
    const { server, table } = this.#replica;
    const isFirst = server < this.#peer;
    const isWhole = this.#scope.classes === everyFieldClass && relaysEverything(this.#replica, this.#peer);
    const winners = mergeWinners(this.#replica);
    const absorbed = new Set<ChannelId>();
    for (const entry of winners) {
      if (!this.#isHeld(entry) || !admitsChannel(this.#scope, entry.key)) continue;
      for (const id of entry.document.absorbed) absorbed.add(id);
    }
    const isCompared = (entry: ChannelEntry) =>
      (this.#isHeld(entry) || absorbed.has(entry.document.id)) && admitsChannel(this.#scope, entry.key);
    // One of which the two may know different things says nothing of what both have removed.
    const counts = (entry: ChannelEntry) => isCompared(entry) && (isWhole || this.#isWhole(entry));
    const hiding = new HidingRemovals(this.#replica, winners, counts);
    for (const entry of ids === undefined ? table.values() : this.#known(ids)) {
      if (!isCompared(entry)) continue;
      const own = entry.holders.get(server)?.members ?? null;
      const theirs = entry.holders.get(this.#peer)?.members ?? null;
      const digest = isWhole ? this.#wholeDigest(entry, hiding) : this.#digest(entry, hiding);
      const [first, second] = isFirst ? [own, theirs] : [theirs, own];
      yield { id: entry.document.id, digest, first, second, revision: entry.sequence };
    }
  }

  peerHolds(id: ChannelId): boolean {
    return this.#replica.table.get(id)?.holders.has(this.#peer) === true;
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

  #isHeld({ holders }: ChannelEntry): boolean {
    return holders.has(this.#replica.server) || holders.has(this.#peer);
  }

  #digest(entry: ChannelEntry, hiding: HidingRemovals): DocumentDigest {
    const part = relayedPart(this.#replica, this.#peer, entry.document);
    if (this.#scope.classes !== everyFieldClass) return documentDigest(partInScope(this.#scope, part));
    if (part !== entry.document) return documentDigest(part);
    return this.#wholeDigest(entry, hiding);
  }

  #wholeDigest(entry: ChannelEntry, hiding: HidingRemovals): DocumentDigest {
    const removals = hiding.of(entry);
    if (removals.size > 0) return documentDigest(entry.document, removals);
    entry.digest ??= documentDigest(entry.document);
    return entry.digest;
  }
}
