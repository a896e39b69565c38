import type { ChannelKey } from '../core/casemapping.ts';
import type { Unpacker } from '../core/document.ts';
import { documentDigest } from '../core/document-digest.ts';
import { DocumentPacking } from '../core/document-packing.ts';
import type { ChannelId } from '../core/identity.ts';
import type { Replica } from '../core/replica.ts';
import { registerCodec } from '../wire/register-text.ts';

/** Packs what a replica holds: as CBURST words, because records and lines are put together from the same text. */
export class ReplicaPacking {
  readonly #replica: Replica;
  readonly #documents: DocumentPacking;

  constructor(replica: Replica) {
    this.#replica = replica;
    const codec = registerCodec(replica.casemapping);
    this.#documents = new DocumentPacking(codec);
    replica.host.channels.packWith(codec, (id) => replica.table.get(id)?.document);
  }

  /** What unpacks a document that is restored as text. */
  get unpacker(): Unpacker {
    return this.#documents;
  }

  document(id: ChannelId): void {
    const entry = this.#replica.table.get(id);
    if (entry === undefined) return;
    // While its fields are at hand: a comparison with a peer would unpack all that changed, at once.
    entry.digest ??= documentDigest(entry.document);
    this.#documents.pack(entry.document);
  }

  hostChannel(key: ChannelKey): void {
    this.#replica.host.channels.pack(key);
  }
}
