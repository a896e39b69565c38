import type { ChannelKey } from './casemapping.ts';
import type { ChannelEntry } from './channel-table.ts';
import type { ChannelDocument } from './document.ts';
import type { RegisterCodec } from './document-packing.ts';
import { type Field, type FieldKey, isSet } from './field.ts';
import { fieldsToChange, type HostChannel } from './host-channel.ts';
import type { ChannelId } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import { isWholeOf, PackedHostChannel } from './packed-host-channel.ts';

/** What has to be stored of a channel that shows its document. */
export interface ShownDocument {
  readonly id: ChannelId;
  /** As HostChannel.createdAt. */
  readonly createdAt: number;
  /** An update is under way by which it is to show the channel no more. */
  readonly isLeaving: boolean;
}

/** A document as it was stored before a start. */
interface StoredDocument {
  readonly document: ChannelDocument;
  readonly text: string;
  /** The creation time that the host is given with it, Unix seconds. */
  readonly createdAt: number;
}

/**
 * What the host shows, by name. Most of it is a channel's document and nothing else, so what is at rest is kept as a text,
 * the document's own where they say the same, and unpacked each time it is asked for.
 *
 * What follows from a stored document is not stored again: that the host was given all of it, and, but for a reference,
 * that it shows all of it. When the document changes that is stored in full (`outgrown`), by the next process, too, if this one
 * ended before the host answered (`restored`).
 */
export class HostChannels {
  readonly #channels = new Map<ChannelKey, HostChannel | PackedHostChannel>();
  /** An update to the whole document as it is stored is under way. */
  readonly #implied = new Set<ChannelKey>();
  /** The documents that the host may have been given whole before the start, until it has told what it shows. */
  readonly #before = new Map<ChannelKey, StoredDocument>();
  #codec: RegisterCodec | null = null;
  #documentOf: (id: ChannelId) => ChannelDocument | undefined = () => undefined;

  get size(): number {
    return this.#channels.size;
  }

  /** From now on what is at rest can be kept as a text. `documentOf`: the document of an id. */
  packWith(codec: RegisterCodec, documentOf: (id: ChannelId) => ChannelDocument | undefined): void {
    this.#codec = codec;
    this.#documentOf = documentOf;
  }

  has(key: ChannelKey): boolean {
    return this.#channels.has(key);
  }

  get(key: ChannelKey): HostChannel | undefined {
    const channel = this.#channels.get(key);
    if (!(channel instanceof PackedHostChannel)) return channel;
    return channel.unpack(this.#codec!, this.#documentOfId(channel.id));
  }

  /** The host is known to show what the document has set as it is now, and nothing else: told without unpacking. */
  showsAllOf(key: ChannelKey, document: ChannelDocument): boolean {
    const channel = this.#channels.get(key);
    return channel instanceof PackedHostChannel && !channel.isLeaving && channel.showsAllOf(document);
  }

  set(key: ChannelKey, channel: HostChannel): void {
    this.#implied.delete(key);
    this.#before.delete(key);
    this.#channels.set(key, channel);
  }

  /** As `set`, where what is offered is the document as it is stored, and what was known before is stored. */
  setImplied(key: ChannelKey, channel: HostChannel): void {
    this.#channels.set(key, channel);
    this.#implied.add(key);
  }

  /** The host shows what the document has set, and nothing else. False: the document is not packed, so that cannot be kept. */
  setAsDocument(key: ChannelKey, document: ChannelDocument, createdAt: number): boolean {
    if (this.#codec === null || document.packed === null) return false;
    this.#implied.delete(key);
    const { id, name } = document;
    const head = { id, name, createdAt, keepsShowing: false };
    this.#channels.set(key, new PackedHostChannel(key, head, document.packed, true));
    return true;
  }

  /** What is to be stored of the channel where that is a reference to the stored document; null: all of it. */
  asDocument(key: ChannelKey): ShownDocument | null {
    const channel = this.#channels.get(key);
    if (!(channel instanceof PackedHostChannel) || !channel.showsDocument || channel.id === null) return null;
    return { id: channel.id, createdAt: channel.createdAt, isLeaving: channel.isLeaving };
  }

  /**
   * The host is told to show the channel no more, of which it shows the document and nothing else; returns how it spells the
   * name. Null: it shows something else, so what is offered to it has to be kept in full. A split tells it of every channel
   * of a server, and none of them is unpacked for that.
   */
  leave(key: ChannelKey): IrcText | null {
    const channel = this.#channels.get(key);
    if (!(channel instanceof PackedHostChannel) || !channel.showsDocument) return null;
    channel.isLeaving = true;
    return channel.name;
  }

  /** To be called when a document of the name changed. True: what was left out of the store is to be stored now. */
  outgrown(key: ChannelKey, document: ChannelDocument): boolean {
    if (this.#implied.delete(key)) return true;
    const before = this.#before.get(key);
    if (before !== undefined && (before.document !== document || before.text !== document.packed))
      return this.offerStored(key);
    const channel = this.#channels.get(key);
    return channel instanceof PackedHostChannel && channel.outgrown(document);
  }

  /**
   * To be called when all has been read from the store, of each document that is the only one of its name: nothing there says
   * whether an update to all of it was under way when the process ended.
   */
  restored({ key, document, arrivedAt }: ChannelEntry): void {
    const channel = this.#channels.get(key);
    const text = document.packed;
    if (text === null || (channel !== undefined && !mayBeOffered(channel, document))) return;
    const createdAt = Math.floor((document.createdAt ?? arrivedAt) / 1000);
    this.#before.set(key, { document, text, createdAt });
  }

  /** Remembers as offered what the host may have been given before the start. False: nothing. */
  offerStored(key: ChannelKey): boolean {
    const stored = this.#before.get(key);
    if (stored === undefined) return false;
    const { document, text, createdAt } = stored;
    const known = this.get(key) ?? newChannel(document, createdAt);
    const wanted = new Map<FieldKey, Field>();
    for (const [fieldKey, { field }] of this.#codec!.decode(document.origin, text))
      if (isSet(field)) wanted.set(fieldKey, field);
    this.set(key, { ...known, offered: { createdAt, fields: fieldsToChange(known, wanted) } });
    return true;
  }

  /** The host has told all that it shows: what it may have been given before the start is of no account any more. */
  hasTold(): void {
    this.#before.clear();
  }

  delete(key: ChannelKey): void {
    this.#implied.delete(key);
    this.#before.delete(key);
    this.#channels.delete(key);
  }

  *values(): Generator<HostChannel> {
    for (const [, channel] of this) yield channel;
  }

  keys(): IterableIterator<ChannelKey> {
    return this.#channels.keys();
  }

  /** The id that the host was given or created, without unpacking anything; null: none. */
  idOf(key: ChannelKey): ChannelId | null {
    return this.#channels.get(key)?.id ?? null;
  }

  /** All of them. */
  *ids(): Generator<ChannelId> {
    for (const { id } of this.#channels.values()) if (id !== null) yield id;
  }

  *[Symbol.iterator](): Generator<[ChannelKey, HostChannel]> {
    for (const key of this.#channels.keys()) yield [key, this.get(key)!];
  }

  /** Keeps the channel as a text if it is at rest. */
  pack(key: ChannelKey): void {
    const channel = this.#channels.get(key);
    if (this.#codec === null || channel === undefined || channel instanceof PackedHostChannel) return;
    if (channel.offered !== null || channel.substitutes.size > 0 || channel.missing !== undefined) return;
    const document = this.#documentOfId(channel.id);
    const own = document !== undefined && isWholeOf(document, channel) ? document.packed : null;
    const text = own ?? PackedHostChannel.textOf(channel, this.#codec);
    this.#channels.set(key, new PackedHostChannel(key, channel, text, own !== null));
  }

  #documentOfId(id: ChannelId | null): ChannelDocument | undefined {
    return id === null ? undefined : this.#documentOf(id);
  }
}

/** A channel of which an update to its whole document was under way is stored as it was before that. */
function mayBeOffered(channel: HostChannel | PackedHostChannel, document: ChannelDocument): boolean {
  if (channel.id !== document.id) return false;
  if (channel instanceof PackedHostChannel) return !channel.isLeaving && !channel.showsAllOf(document);
  return channel.offered === null;
}

/** What a host shows that did not have the channel before it was given it, as far as is known here. */
function newChannel({ name, id }: ChannelDocument, createdAt: number): HostChannel {
  const nothing = { shown: new Map(), substitutes: new Map(), offered: null };
  return { name, id, createdAt, isNew: true, keepsShowing: false, ...nothing };
}
