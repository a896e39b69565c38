import type { ChannelDocument, DocumentPart, Register, Unpacker } from './document.ts';
import type { FieldKey } from './field.ts';
import type { ServerName } from './identity.ts';

/** Registers as one text, and back. */
export interface RegisterCodec {
  encode(part: Pick<DocumentPart, 'registers' | 'origin'>): string;
  /** `origin`: as it was encoded with. */
  decode(origin: ServerName, text: string): Map<FieldKey, Register>;
}

/** About as many as change in one transaction of a burst: what has just been received is looked at again for the host. */
export const UNPACKED_MAX = 1000;

/**
 * Keeps documents packed: registers as objects take ten times the memory of their text, and nearly all of a network's
 * channels are only stored and compared. Those that were looked at or packed last stay unpacked, up to `UNPACKED_MAX`; a
 * text that is known is not written again. Unpacking costs a few microseconds.
 */
export class DocumentPacking implements Unpacker {
  readonly #codec: RegisterCodec;
  /** Unpacked documents and their texts, the least recently unpacked first. Those written to since are to be passed over. */
  readonly #unpacked = new Map<ChannelDocument, string>();

  constructor(codec: RegisterCodec) {
    this.#codec = codec;
  }

  /** Sees to it that the text of the document is at hand; soon it is all that is kept. */
  pack(document: ChannelDocument): void {
    const given = document.packed;
    if (given !== null && document.isAnsweredBy(this)) return;
    document.answeredBy(this);
    this.#keep(document, given ?? this.#codec.encode(document));
  }

  unpack(document: ChannelDocument, text: string): Map<FieldKey, Register> {
    this.#keep(document, text);
    return this.#codec.decode(document.origin, text);
  }

  textOf(document: ChannelDocument): string | null {
    return this.#unpacked.get(document) ?? null;
  }

  #keep(document: ChannelDocument, text: string): void {
    this.#unpacked.delete(document);
    this.#unpacked.set(document, text);
    if (this.#unpacked.size <= UNPACKED_MAX) return;
    const [oldest, packed] = this.#unpacked.entries().next().value!;
    this.#unpacked.delete(oldest);
    oldest.pack(packed, this);
  }
}
