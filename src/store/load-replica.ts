import type { ChannelKey } from '../core/casemapping.ts';
import type { ShownDocument } from '../core/host-channels.ts';
import { parseServerName, type ServerName } from '../core/identity.ts';
import type { Decision } from '../core/journal.ts';
import type { Refusal } from '../core/refused-content.ts';
import { refusalKey } from '../core/refused-content.ts';
import type { Replica } from '../core/replica.ts';
import type { Stamp } from '../core/stamp.ts';
import { decodeEntry, ENTRY_SPACE } from './entry-record.ts';
import { decodeHostChannel, decodeShownDocument, HOST_CHANNEL_SPACE } from './host-channel-record.ts';
import { decodeDecision, JOURNAL_SPACE } from './journal-record.ts';
import { decodePeerMemory, PEER_MEMORY_SPACE } from './peer-memory-record.ts';
import { readPlainEntry } from './plain-entry.ts';
import { decodeQuarantined, QUARANTINE_SPACE } from './quarantine-record.ts';
import { decodeRefusal, REFUSAL_SPACE } from './refusal-record.ts';
import type { ReplicaPacking } from './replica-packing.ts';
import {
  decodePeerCursor,
  decodeServerRecord,
  PEER_SPACE,
  type PeerCursor,
  SERVER_KEY,
  SERVER_SPACE,
  type ServerRecord,
} from './server-record.ts';
import type { Store, StoreRecord } from './store.ts';

/** The store belongs to another server or casemapping than the configuration says. */
export class ForeignStoreError extends Error {
  override readonly name = 'ForeignStoreError';
}

/** What a store held beside what is in the replica now. */
export interface LoadedRecords {
  /** What the server remembers of itself; null: nothing that can be read. */
  readonly server: ServerRecord | null;
  /** The latest stamp in a channel, as this server's. */
  readonly lastStamp: Stamp;
  readonly cursors: Map<ServerName, PeerCursor>;
  /** Peers of whom what is remembered was set aside. */
  readonly forgottenPeers: ReadonlySet<ServerName>;
  /** How many refusals were ever counted: the next has a greater order. */
  readonly lastRefusal: number;
  /** The store held nothing at all. */
  readonly wasEmpty: boolean;
}

/**
 * Puts what `store` holds into an empty replica. Each record is judged on its own: one that makes no sense is set aside, and
 * the others count. Throws ForeignStoreError, before anything was changed, or StoreError.
 */
export function loadReplica(store: Store, replica: Replica, packing: ReplicaPacking): LoadedRecords {
  const records = [...store.load()];
  const isSelf = ({ space, key }: StoreRecord) => space === SERVER_SPACE && key === SERVER_KEY;
  const self = records.find(isSelf);
  const server = self === undefined ? null : decodeServerRecord(self.value);
  if (server !== null) checkOwner(server, replica);
  const loader = new Loader(replica, packing);
  const restore = (record: StoreRecord) => {
    const problem = isSelf(record) ? serverProblem(server) : loader.restore(record);
    if (problem !== null) store.setAside({ ...record, reason: problem });
  };
  // What the host shows may refer to a document.
  const shown = records.filter((record) => record.space === HOST_CHANNEL_SPACE);
  for (const record of records) if (record.space !== HOST_CHANNEL_SPACE) restore(record);
  for (const record of shown) restore(record);
  loader.finish();
  const lastStamp = replica.clock.last();
  if (server !== null) restoreServer(server, replica);
  restoreOffers(replica);
  return {
    server,
    lastStamp,
    cursors: loader.cursors,
    forgottenPeers: loader.forgottenPeers,
    lastRefusal: loader.lastRefusal,
    wasEmpty: records.length === 0,
  };
}

function checkOwner(record: ServerRecord, { server, casemapping }: Replica): void {
  if (record.server !== server) {
    throw new ForeignStoreError(
      `the store belongs to the server ${record.server}, the configuration says ${server}: use another [store] path, or put [server] name back`,
    );
  }
  if (record.casemapping !== casemapping) {
    throw new ForeignStoreError(
      `the store was written under the casemapping ${record.casemapping}, the configuration says ${casemapping}: put [server] casemapping back, or move the file of [store] path away to start with an empty one`,
    );
  }
}

function serverProblem(record: ServerRecord | null): string | null {
  return record === null ? 'what the server remembers of itself is not readable' : null;
}

/** What the server remembers is the least that counts; a channel may know of more. */
function restoreServer({ sequence, clock, host, quarantined }: ServerRecord, replica: Replica): void {
  replica.continueSequence(sequence);
  replica.quarantine.continueNumbers(quarantined);
  replica.clock.observe(clock);
  Object.assign(replica.host, host);
}

/** A host that never was attached was given nothing, and of a name with several documents all that it was given is stored. */
function restoreOffers({ host, table }: Replica): void {
  if (host.seen === null) return;
  for (const entry of table.values()) {
    if (entry.holders.size > 0 && table.named(entry.key).length === 1) host.channels.restored(entry);
  }
}

class Loader {
  readonly cursors = new Map<ServerName, PeerCursor>();
  readonly forgottenPeers = new Set<ServerName>();
  lastRefusal = 0;
  readonly #replica: Replica;
  readonly #packing: ReplicaPacking;
  readonly #decisions: Decision[] = [];
  readonly #refusals: { readonly refusal: Refusal; readonly order: number }[] = [];

  constructor(replica: Replica, packing: ReplicaPacking) {
    this.#replica = replica;
    this.#packing = packing;
  }

  /** Returns what is wrong with the record, or null. */
  restore(record: StoreRecord): string | null {
    switch (record.space) {
      case ENTRY_SPACE:
        return this.#entry(record);
      case HOST_CHANNEL_SPACE:
        return this.#hostChannel(record);
      case PEER_SPACE:
        return this.#cursor(record);
      case PEER_MEMORY_SPACE:
        return this.#peerMemory(record);
      case JOURNAL_SPACE:
        return this.#decision(record);
      case QUARANTINE_SPACE:
        return this.#quarantined(record);
      case REFUSAL_SPACE:
        return this.#refusal(record);
      default:
        return 'no such kind of record in this version';
    }
  }

  /** Restores what has an order; records come in none. */
  finish(): void {
    this.#decisions.sort((x, y) => x.number - y.number);
    for (const decision of this.#decisions) this.#replica.journal.restore(decision);
    this.#refusals.sort((x, y) => x.order - y.order);
    for (const { refusal } of this.#refusals) this.#replica.refused.add(refusal);
    this.lastRefusal = this.#refusals.at(-1)?.order ?? 0;
  }

  #entry({ key, value }: StoreRecord): string | null {
    const { server, casemapping } = this.#replica;
    const plain = readPlainEntry(
      { key, value },
      { self: server, casemapping, unpacker: this.#packing.unpacker },
    );
    if (plain !== null) {
      this.#replica.restore(plain.entry, plain.last);
      return null;
    }
    const decoded = decodeEntry(value, server, casemapping);
    if ('problem' in decoded) return decoded.problem;
    if (decoded.entry.document.id !== key) return 'the document has another id than its record';
    this.#replica.restore(decoded.entry);
    this.#packing.document(decoded.entry.document.id);
    return null;
  }

  #hostChannel({ key, value }: StoreRecord): string | null {
    const reference = decodeShownDocument(value);
    if (reference !== null) return this.#shownDocument(key as ChannelKey, reference);
    const decoded = decodeHostChannel(value, this.#replica.casemapping);
    if ('problem' in decoded) return decoded.problem;
    if (this.#replica.key(decoded.channel.name) !== key)
      return 'the channel has another name than its record';
    this.#replica.host.channels.set(key as ChannelKey, decoded.channel);
    this.#packing.hostChannel(key as ChannelKey);
    return null;
  }

  #shownDocument(key: ChannelKey, { id, createdAt, isLeaving }: ShownDocument): string | null {
    const entry = this.#replica.table.get(id);
    if (entry?.key !== key) return 'the host was given a document that is unknown, or has another name';
    const { channels } = this.#replica.host;
    channels.setAsDocument(key, entry.document, createdAt);
    if (isLeaving) channels.leave(key);
    return null;
  }

  #cursor({ key, value }: StoreRecord): string | null {
    const peer = parseServerName(key);
    const cursor = decodePeerCursor(value);
    if (peer === null || cursor === null) return 'the resume point of a peer is not readable';
    this.cursors.set(peer, cursor);
    return null;
  }

  #peerMemory({ key, value }: StoreRecord): string | null {
    const peer = parseServerName(key);
    const memory = decodePeerMemory(value, this.#replica.casemapping);
    if (peer !== null && memory === null) this.forgottenPeers.add(peer);
    if (peer === null || memory === null) return 'what is remembered of a peer is not readable';
    this.#replica.peers.set(peer, memory);
    return null;
  }

  #decision({ key, value }: StoreRecord): string | null {
    const decoded = decodeDecision(value);
    if ('problem' in decoded) return decoded.problem;
    if (String(decoded.decision.number) !== key) return 'the decision has another number than its record';
    this.#decisions.push(decoded.decision);
    return null;
  }

  #quarantined({ key, value }: StoreRecord): string | null {
    const decoded = decodeQuarantined(value, this.#replica.casemapping);
    if ('problem' in decoded) return decoded.problem;
    if (String(decoded.message.number) !== key) return 'the message has another number than its record';
    this.#replica.quarantine.restore(decoded.message);
    return null;
  }

  #refusal({ key, value }: StoreRecord): string | null {
    const decoded = decodeRefusal(value);
    if (decoded === null || refusalKey(decoded.refusal.peer, decoded.refusal.id) !== key) {
      return 'what was refused is not readable';
    }
    this.#refusals.push(decoded);
    return null;
  }
}
