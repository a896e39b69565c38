import type { ChannelKey } from './casemapping.ts';
import type { DocumentPart, Register } from './document.ts';
import type { RegisterCodec } from './document-packing.ts';
import { type Field, type FieldKey, isSet, sameValue } from './field.ts';
import type { HostChannel } from './host-channel.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { type IrcText, ownText } from './irc-text.ts';
import { floorStamp } from './stamp.ts';

/**
 * What the host shows, by name. Most of it is a channel's document and nothing else, so what is at rest is kept as a text,
 * the document's own where they say the same, and unpacked each time it is asked for.
 */
export class HostChannels {
  readonly #channels = new Map<ChannelKey, HostChannel | PackedHostChannel>();

  get size(): number {
    return this.#channels.size;
  }

  has(key: ChannelKey): boolean {
    return this.#channels.has(key);
  }

  get(key: ChannelKey): HostChannel | undefined {
    const channel = this.#channels.get(key);
    return channel instanceof PackedHostChannel ? channel.unpack() : channel;
  }

  set(key: ChannelKey, channel: HostChannel): void {
    this.#channels.set(key, channel);
  }

  delete(key: ChannelKey): void {
    this.#channels.delete(key);
  }

  *values(): Generator<HostChannel> {
    for (const [, channel] of this) yield channel;
  }

  keys(): IterableIterator<ChannelKey> {
    return this.#channels.keys();
  }

  /** The ids that the host was given or created. */
  *ids(): Generator<ChannelId> {
    for (const { id } of this.#channels.values()) if (id !== null) yield id;
  }

  *[Symbol.iterator](): Generator<[ChannelKey, HostChannel]> {
    for (const key of this.#channels.keys()) yield [key, this.get(key)!];
  }

  /** Keeps the channel as a text if it is at rest. */
  pack(key: ChannelKey, codec: RegisterCodec, documentOf: (id: ChannelId) => DocumentPart | undefined): void {
    const channel = this.#channels.get(key);
    if (channel === undefined || channel instanceof PackedHostChannel) return;
    if (channel.offered !== null || channel.substitutes.size > 0) return;
    const document = channel.id === null ? undefined : documentOf(channel.id);
    this.#channels.set(key, new PackedHostChannel(key, channel, codec, document));
  }
}

/** Nobody wrote what a host shows. */
const NOBODY = '' as ServerName;

class PackedHostChannel {
  readonly id: ChannelId | null;
  readonly #name: IrcText;
  readonly #createdAt: number;
  readonly #keepsShowing: boolean;
  readonly #codec: RegisterCodec;
  readonly #shown: string;

  constructor(
    key: ChannelKey,
    { id, name, createdAt, keepsShowing, shown }: HostChannel,
    codec: RegisterCodec,
    document: DocumentPart | undefined,
  ) {
    this.id = document?.id ?? id;
    this.#name = (name as string) === key ? (key as string as IrcText) : ownText(name);
    this.#createdAt = createdAt;
    this.#keepsShowing = keepsShowing;
    this.#codec = codec;
    const same = document !== undefined && isWholeOf(document, shown) ? document.packed : null;
    this.#shown = same ?? codec.encode({ registers: unstamped(shown), origin: NOBODY });
  }

  unpack(): HostChannel {
    const registers = this.#codec.decode(NOBODY, this.#shown);
    const shown = new Map<FieldKey, Field>();
    for (const [key, { field }] of registers) if (isSet(field)) shown.set(key, field);
    return {
      name: this.#name,
      id: this.id,
      createdAt: this.#createdAt,
      shown,
      substitutes: new Map(),
      keepsShowing: this.#keepsShowing,
      offered: null,
    };
  }
}

/** True when `shown` is what the document has set. */
function isWholeOf({ registers }: DocumentPart, shown: ReadonlyMap<FieldKey, Field>): boolean {
  let set = 0;
  for (const [key, { field }] of registers) {
    if (!isSet(field)) continue;
    const other = shown.get(key);
    if (other !== field && (other === undefined || !sameValue(other, field))) return false;
    set++;
  }
  return set === shown.size;
}

function unstamped(fields: ReadonlyMap<FieldKey, Field>): Map<FieldKey, Register> {
  const stamp = floorStamp(NOBODY);
  const registers = new Map<FieldKey, Register>();
  for (const [key, field] of fields) registers.set(key, { field, stamp });
  return registers;
}
