import type { ChannelKey } from '../core/casemapping.ts';
import { parseServerName, type ServerName } from '../core/identity.ts';
import { Replica, type ReplicaOptions } from '../core/replica.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import { decodeEntry, ENTRY_SPACE, encodeEntry } from './entry-record.ts';
import { decodeHostChannel, encodeHostChannel, HOST_CHANNEL_SPACE } from './host-channel-record.ts';
import {
  decodePeerCursor,
  decodeServerRecord,
  encodePeerCursor,
  encodeServerRecord,
  PEER_SPACE,
  type PeerCursor,
  SERVER_KEY,
  SERVER_SPACE,
} from './server-record.ts';
import type { Store, StoreChange, StoreRecord } from './store.ts';

export interface ReplicaStoreOptions extends ReplicaOptions {
  /** A fresh UUID for a new epoch. */
  readonly newEpoch: () => string;
}

/** The store belongs to another server or casemapping than the configuration says. */
export class ForeignStoreError extends Error {
  override readonly name = 'ForeignStoreError';
}

/**
 * A replica and its durable copy. `commit` writes what a batch of work changed, in one transaction; nobody may be told of
 * a change before it returned.
 */
export class ReplicaStore {
  readonly replica: Replica;
  /** What is durable here of each peer. */
  readonly cursors = new Map<ServerName, PeerCursor>();
  /** Changes when sequence numbers start anew: after a stop that was not orderly. */
  epoch: string;
  /** Records that made no sense at load and were set aside. */
  setAside = 0;
  readonly #store: Store;
  #changedCursors = new Set<ServerName>();
  /** A commit failed: memory is ahead of the disk. */
  #failed = false;

  /** Reads everything back. Throws ForeignStoreError or StoreError. */
  constructor(store: Store, options: ReplicaStoreOptions) {
    this.#store = store;
    this.replica = new Replica(options);
    this.epoch = options.newEpoch();
    const records = [...store.load()];
    // Whose store it is comes first: another's is not touched.
    records.sort((x, y) => Number(y.space === SERVER_SPACE) - Number(x.space === SERVER_SPACE));
    for (const record of records) {
      const problem = this.#restore(record);
      if (problem !== null) {
        store.setAside({ ...record, reason: problem });
        this.setAside++;
      }
    }
    this.replica.takeChanges();
    this.#store.commit([this.#serverChange(false)]);
  }

  /** Notes what is durable of a peer as part of the next commit. */
  setCursor(peer: ServerName, cursor: PeerCursor): void {
    this.cursors.set(peer, cursor);
    this.#changedCursors.add(peer);
  }

  /** Takes what changed in the replica and makes it durable. Throws StoreError. */
  commit(): ReplicaChanges {
    const changes = this.replica.takeChanges();
    try {
      const records = this.#records(changes);
      if (records.length > 0) this.#store.commit(records);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
    this.#changedCursors.clear();
    return changes;
  }

  /**
   * Marks the stop as orderly, so that the epoch goes on, and gives the store up. Where memory is ahead of the disk nothing
   * is written: numbers that peers resume from would stand for changes that were lost.
   */
  close(): void {
    const ahead = this.#failed || this.replica.takeChanges().moved;
    if (!ahead) this.#store.commit([this.#serverChange(true)]);
    this.#store.close();
  }

  #records(changes: ReplicaChanges): StoreChange[] {
    const records: StoreChange[] = [];
    for (const id of changes.entries) {
      records.push({ space: ENTRY_SPACE, key: id, value: encodeEntry(this.replica.table.get(id)!) });
    }
    for (const key of changes.hostChannels) {
      const channel = this.replica.host.channels.get(key);
      records.push({ space: HOST_CHANNEL_SPACE, key, value: channel ? encodeHostChannel(channel) : null });
    }
    for (const peer of this.#changedCursors) {
      records.push({ space: PEER_SPACE, key: peer, value: encodePeerCursor(this.cursors.get(peer)!) });
    }
    if (changes.moved) records.push(this.#serverChange(false));
    return records;
  }

  #serverChange(stoppedCleanly: boolean): StoreChange {
    const { server, casemapping, sequence, clock, host } = this.replica;
    const { incarnation, seen, profile } = host;
    const value = encodeServerRecord({
      server,
      casemapping,
      epoch: this.epoch,
      sequence,
      clock: clock.last(),
      stoppedCleanly,
      host: { incarnation, seen, profile },
    });
    return { space: SERVER_SPACE, key: SERVER_KEY, value };
  }

  #restore(record: StoreRecord): string | null {
    switch (record.space) {
      case ENTRY_SPACE:
        return this.#restoreEntry(record);
      case HOST_CHANNEL_SPACE:
        return this.#restoreHostChannel(record);
      case PEER_SPACE:
        return this.#restoreCursor(record);
      case SERVER_SPACE:
        return this.#restoreServer(record);
      default:
        return 'no such kind of record in this version';
    }
  }

  #restoreEntry({ key, value }: StoreRecord): string | null {
    const { server, casemapping } = this.replica;
    const decoded = decodeEntry(value, server, casemapping);
    if ('problem' in decoded) return decoded.problem;
    if (decoded.entry.document.id !== key) return 'the document has another id than its record';
    this.replica.restore(decoded.entry);
    return null;
  }

  #restoreHostChannel({ key, value }: StoreRecord): string | null {
    const decoded = decodeHostChannel(value, this.replica.casemapping);
    if ('problem' in decoded) return decoded.problem;
    this.replica.host.channels.set(key as ChannelKey, decoded.channel);
    return null;
  }

  #restoreCursor({ key, value }: StoreRecord): string | null {
    const peer = parseServerName(key);
    const cursor = decodePeerCursor(value);
    if (peer === null || cursor === null) return 'the cursor of a peer is not readable';
    this.cursors.set(peer, cursor);
    return null;
  }

  #restoreServer({ value }: StoreRecord): string | null {
    const record = decodeServerRecord(value);
    if (record === null) return 'what the server remembers of itself is not readable';
    const { server, casemapping, host } = this.replica;
    if (record.server !== server) {
      throw new ForeignStoreError(
        `the store belongs to the server ${record.server}, the configuration says ${server}: use another [store] path, or put [server] name back`,
      );
    }
    if (record.casemapping !== casemapping) {
      throw new ForeignStoreError(
        `the store was written under the casemapping ${record.casemapping}, the configuration says ${casemapping}: put [server] casemapping back, or start with an empty store`,
      );
    }
    if (record.stoppedCleanly) this.epoch = record.epoch;
    this.replica.sequence = Math.max(this.replica.sequence, record.sequence);
    this.replica.clock.observe(record.clock);
    Object.assign(host, record.host);
    return null;
  }
}
