import type { ChannelEntry } from '../core/channel-table.ts';
import type { DigestEntry } from '../core/digest-tree.ts';
import { type DocumentDigest, documentDigest } from '../core/document-digest.ts';
import { partInScope } from '../core/exchange-policy.ts';
import { admitsChannel, type ExchangeScope } from '../core/exchange-scope.ts';
import { everyFieldClass } from '../core/field-class.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import { relayedPart } from '../core/relayed-part.ts';
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

  *entries(): Iterable<DigestEntry> {
    const { server, table } = this.#replica;
    const absorbed = new Set<ChannelId>();
    for (const entry of table.values()) {
      if (!entry.holders.has(server) && !entry.holders.has(this.#peer)) continue;
      if (!admitsChannel(this.#scope, entry.key)) continue;
      for (const id of entry.document.absorbed) absorbed.add(id);
      yield this.#compared(entry);
    }
    // What shows through from them has to be the same too, and nobody holds them any more.
    for (const id of absorbed) {
      const entry = table.get(id);
      if (entry === undefined || entry.holders.has(server) || entry.holders.has(this.#peer)) continue;
      if (admitsChannel(this.#scope, entry.key)) yield this.#compared(entry);
    }
  }

  peerHolds(id: ChannelId): boolean {
    return this.#replica.table.get(id)?.holders.has(this.#peer) === true;
  }

  #compared(entry: ChannelEntry): DigestEntry {
    const own = entry.holders.get(this.#replica.server)?.members ?? null;
    const theirs = entry.holders.get(this.#peer)?.members ?? null;
    const [first, second] = this.#replica.server < this.#peer ? [own, theirs] : [theirs, own];
    return { id: entry.document.id, digest: this.#digest(entry), first, second };
  }

  #digest(entry: ChannelEntry): DocumentDigest {
    const part = relayedPart(this.#replica, this.#peer, entry.document);
    if (this.#scope.classes !== everyFieldClass) return documentDigest(partInScope(this.#scope, part));
    if (part !== entry.document) return documentDigest(part);
    entry.digest ??= documentDigest(entry.document);
    return entry.digest;
  }
}
