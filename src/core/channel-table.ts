import { strict as assert } from 'node:assert';
import { type Casemapping, type ChannelKey, channelKey } from './casemapping.ts';
import type { DeliveredBy } from './delivery.ts';
import { type ChannelDocument, type ChannelIdentity, newDocument } from './document.ts';
import type { DocumentDigest } from './document-digest.ts';
import { EntryGroups, NO_PLACE } from './entry-groups.ts';
import type { FieldKey } from './field.ts';
import { type Holders, NO_HOLDERS, withHolder, withoutHolder } from './holders.ts';
import type { ChannelId, ServerName } from './identity.ts';
import type { Presence } from './presence.ts';

/** When a removal became known here. */
export interface Removal {
  /** Local sequence. */
  readonly sequence: number;
  /** This server's clock, Unix ms. */
  readonly at: number;
}

/** A document and who holds it. */
export interface ChannelEntry {
  readonly key: ChannelKey;
  readonly document: ChannelDocument;
  holders: Holders;
  /** Local sequence number of the last change of the document or of this server's presence. */
  sequence: number;
  /** When that was, this server's clock, Unix ms. */
  changedAt: number;
  /** When the id became known here: its age for people while nobody knows it. */
  readonly arrivedAt: number;
  /** Of the document as it is; null: not known yet. */
  digest: DocumentDigest | null;
  /** The origin itself said when it was created. */
  confirmed: boolean;
  /** When each removal became known here: what may be forgotten is judged by it. Null: there is none. */
  removed: Map<FieldKey, Removal> | null;
  /** Of a field that this server wrote since it says nothing. */
  deliveredBy: DeliveredBy;
  /** This server held it once and left, or wrote to it without holding it: it has something to tell of it. */
  left: boolean;
  /** Where its table has it, `NO_PLACE` before it is added: only a `ChannelTable` changes it. */
  place: number;
}

/** What a server holds. */
export interface HeldCounts {
  readonly ids: number;
  /** Of these, those that some server in reach holds. */
  readonly live: number;
  /** Members that it says that it has in them. */
  readonly members: number;
}

/** Every channel id known here, by id and by name. */
export class ChannelTable {
  readonly #casemapping: Casemapping;
  readonly #entries = new Map<ChannelId, ChannelEntry>();
  /** The ids of a name; nearly every one has one. */
  readonly #byKey = new Map<ChannelKey, ChannelEntry | ChannelEntry[]>();
  readonly #held = new Map<ServerName, HeldCounts>();
  /** Those into which ids were merged: nearly none. */
  readonly #mergeWinners = new Set<ChannelEntry>();
  /** To find what changed. */
  readonly groups = new EntryGroups();
  #unheld = 0;
  #live = 0;

  constructor(casemapping: Casemapping) {
    this.#casemapping = casemapping;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** How many ids nobody holds. */
  get unheld(): number {
    return this.#unheld;
  }

  /** How many ids some server in reach holds. */
  get live(): number {
    return this.#live;
  }

  /** What `server` holds. */
  heldBy(server: ServerName): HeldCounts {
    return this.#held.get(server) ?? NOTHING_HELD;
  }

  get(id: ChannelId): ChannelEntry | undefined {
    return this.#entries.get(id);
  }

  /** The ids of one name, in the order in which they became known. */
  named(key: ChannelKey): readonly ChannelEntry[] {
    const named = this.#byKey.get(key) ?? NO_ENTRIES;
    return Array.isArray(named) ? named : [named];
  }

  keys(): IterableIterator<ChannelKey> {
    return this.#byKey.keys();
  }

  ids(): IterableIterator<ChannelId> {
    return this.#entries.keys();
  }

  values(): IterableIterator<ChannelEntry> {
    return this.#entries.values();
  }

  /** `now`: this server's clock, Unix ms. */
  create(identity: ChannelIdentity, now: number): ChannelEntry {
    const document = newDocument(identity);
    return this.add({
      key: channelKey(this.#casemapping, document.name),
      document,
      holders: NO_HOLDERS,
      sequence: 0,
      changedAt: now,
      arrivedAt: now,
      digest: null,
      confirmed: false,
      removed: null,
      deliveredBy: null,
      left: false,
      place: NO_PLACE,
    });
  }

  add(entry: ChannelEntry): ChannelEntry {
    this.#entries.set(entry.document.id, entry);
    const named = this.#byKey.get(entry.key);
    if (named === undefined) this.#byKey.set(entry.key, entry);
    else if (Array.isArray(named)) named.push(entry);
    else this.#byKey.set(entry.key, [named, entry]);
    if (entry.holders.size === 0) this.#unheld++;
    this.#count(entry, 1);
    this.groups.add(entry);
    if (entry.document.absorbed.size > 0) this.#mergeWinners.add(entry);
    return entry;
  }

  /** The entries into which ids were merged. */
  get mergeWinners(): ReadonlySet<ChannelEntry> {
    return this.#mergeWinners;
  }

  /** To be called after every change of an entry that is stored. */
  changed(entry: ChannelEntry): void {
    this.groups.changed(entry);
    if (entry.document.absorbed.size > 0 && entry.place !== NO_PLACE) this.#mergeWinners.add(entry);
  }

  /** `server` holds the channel, or holds it otherwise. */
  hold(entry: ChannelEntry, server: ServerName, presence: Presence): void {
    if (entry.holders.size === 0) this.#unheld--;
    this.#count(entry, -1);
    entry.holders = withHolder(entry.holders, server, presence);
    this.#count(entry, 1);
  }

  /** The holder `server` can be reached from now on, or cannot any more. */
  setReachable(entry: ChannelEntry, server: ServerName, reachable: boolean): void {
    const before = isLive(entry);
    entry.holders.get(server)!.reachable = reachable;
    const after = isLive(entry);
    if (before === after) return;
    const live = after ? 1 : -1;
    this.#live += live;
    for (const holder of entry.holders.keys()) {
      const held = this.heldBy(holder);
      this.#held.set(holder, { ...held, live: held.live + live });
    }
  }

  /** `server` holds the channel no more. False: it did not. */
  unhold(entry: ChannelEntry, server: ServerName): boolean {
    if (!entry.holders.has(server)) return false;
    this.#count(entry, -1);
    entry.holders = withoutHolder(entry.holders, server);
    this.#count(entry, 1);
    if (entry.holders.size === 0) this.#unheld++;
    return true;
  }

  /** Removes an entry that nobody holds. */
  delete(entry: ChannelEntry): void {
    assert(entry.holders.size === 0, 'what somebody holds is not forgotten');
    this.#unheld--;
    this.groups.delete(entry);
    this.#mergeWinners.delete(entry);
    this.#entries.delete(entry.document.id);
    const rest = this.named(entry.key).filter((other) => other !== entry);
    if (rest.length === 0) this.#byKey.delete(entry.key);
    else this.#byKey.set(entry.key, rest.length === 1 ? rest[0]! : rest);
  }

  /** Adds the entry to the counts, or takes it out: they are asked for every second, however many there are. */
  #count(entry: ChannelEntry, sign: 1 | -1): void {
    const live = isLive(entry) ? sign : 0;
    this.#live += live;
    for (const [server, { members }] of entry.holders) {
      const held = this.heldBy(server);
      this.#held.set(server, {
        ids: held.ids + sign,
        live: held.live + live,
        members: held.members + sign * members,
      });
    }
  }
}

const NOTHING_HELD: HeldCounts = { ids: 0, live: 0, members: 0 };

const NO_ENTRIES: ChannelEntry[] = [];

/** True when some server holds the channel and can be reached. */
export function isLive(entry: ChannelEntry): boolean {
  for (const presence of entry.holders.values()) if (presence.reachable) return true;
  return false;
}
