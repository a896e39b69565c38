import { crc32 } from 'node:zlib';
import { initialWrites, type WriteMode } from '../core/host-writes.ts';
import type { ServerName } from '../core/identity.ts';
import { Replica, type ReplicaOptions } from '../core/replica.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import { changedRecords } from './changed-records.ts';
import { contradiction, repairPeers, repairReplica, unremembered } from './check-replica.ts';
import { ENTRY_SPACE } from './entry-record.ts';
import { loadReplica } from './load-replica.ts';
import { QUARANTINE_SPACE } from './quarantine-record.ts';
import { ReplicaPacking } from './replica-packing.ts';
import {
  encodePeerCursor,
  encodeServerRecord,
  PEER_SPACE,
  type PeerCursor,
  SERVER_KEY,
  SERVER_SPACE,
} from './server-record.ts';
import { DAMAGED_SPACE, type SetAsideRecord, type Store, type StoreChange } from './store.ts';
import type { StoreProblem } from './store-problem.ts';

export interface ReplicaStoreOptions extends ReplicaOptions {
  /** A fresh UUID for a new epoch. */
  readonly newEpoch: () => string;
  /**
   * What is let in from peers and out to them, as one string; empty: everything. With other rules than at the last start
   * what was kept out has to be judged again: every peer is compared in full.
   */
  readonly rules?: string;
  /** Whether the host is written to as long as nothing is remembered of that. Default: it is. */
  readonly startIn?: WriteMode;
}

/**
 * A replica and its durable copy. `commit` writes what a batch of work changed, in one transaction; nobody may be told of
 * a change before it returned.
 *
 * A record that makes no sense at load is set aside, and the others count. Where that took away what peers count on, or
 * records contradict each other, the epoch is new and the resume points are given up: every peer is compared in full.
 */
export class ReplicaStore {
  readonly replica: Replica;
  /** What is durable here of each peer. */
  readonly cursors: Map<ServerName, PeerCursor>;
  /** Changes when sequence numbers start anew: after a stop that was not orderly. */
  epoch: string;
  /** What did not fit: everything that was ever set aside, then what was repaired at this start. */
  readonly problems: readonly StoreProblem[];
  /** Those of the problems that were found at this start. */
  readonly newProblems: readonly StoreProblem[];
  readonly #store: Store;
  readonly #packing: ReplicaPacking;
  readonly #setAside: number;
  readonly #newEpoch: () => string;
  #rules: string;
  /** The epoch began with this start: nobody can know more of it than was issued here. */
  #ownEpoch: boolean;
  /** The record of this server is to be written, though no document changed. */
  #epochChanged = false;
  #changedCursors = new Set<ServerName>();
  #lastRefusal: number;
  #writes = false;
  /** A commit failed: memory is ahead of the disk. */
  #failed = false;

  /** Reads everything back. Throws ForeignStoreError or StoreError. */
  constructor(store: Store, options: ReplicaStoreOptions) {
    this.#store = store;
    this.replica = new Replica(options);
    this.#packing = new ReplicaPacking(this.replica);
    const loaded = loadReplica(store, this.replica, this.#packing);
    const { server, cursors, lastRefusal, wasEmpty } = loaded;
    if (server === null) this.replica.host.writes = initialWrites(options.startIn ?? 'go');
    this.cursors = cursors;
    this.#lastRefusal = lastRefusal;
    const setAside = Array.from(store.listSetAside(), setAsideProblem);
    this.#setAside = setAside.length;
    const found = foundSince(setAside, server?.setAside ?? 0);
    // Before repairs, which raise sequence numbers.
    const isNew = wasEmpty && found.length === 0;
    const doubt = isNew ? null : contradiction(server, loaded.lastStamp, this.replica);
    // A page that was lost may have held what was remembered of any peer.
    const isAnyLost = found.some(({ space }) => space === DAMAGED_SPACE);
    const unknown = isAnyLost ? unremembered(this.replica, cursors.keys()) : [];
    const forgotten = new Set([...loaded.forgottenPeers, ...unknown]);
    const repairs = [
      ...(doubt === null ? [] : [doubt]),
      ...repairReplica(this.replica),
      ...repairPeers(this.replica, forgotten),
    ];
    this.#rules = options.rules ?? '';
    const otherRules = server !== null && server.rules !== this.#rules;
    const distrusted = doubt !== null || found.some(isRelied) || otherRules;
    if (distrusted) this.#distrust();
    this.#newEpoch = options.newEpoch;
    this.#ownEpoch = !server?.stoppedCleanly || distrusted;
    const fresh = options.newEpoch();
    this.epoch = server?.stoppedCleanly && !distrusted ? server.epoch : fresh;
    // Whether this is an older state of a store, or a copy, is not known yet.
    this.replica.leaveOutStamps(stampsLeftOut(fresh));
    this.problems = [...setAside, ...repairs];
    this.newProblems = [...found, ...repairs];
    this.#store.commit([...this.#records(this.replica.takeChanges()), this.#serverChange(false)]);
    // Else the file alone would still say that the stop was orderly, and a copy of it would go on in the old epoch.
    this.#store.checkpoint();
    this.#changedCursors.clear();
  }

  /** Notes what is durable of a peer as part of the next commit. */
  setCursor(peer: ServerName, cursor: PeerCursor): void {
    this.cursors.set(peer, cursor);
    this.#changedCursors.add(peer);
  }

  /**
   * Somebody knows more of `epoch` than this store: it is a copy of an earlier state. With the next commit the epoch is a
   * new one and every peer is compared in full. False: the epoch is not what it was when the store was opened, so that
   * cannot be, or was noticed before.
   */
  renewEpoch(epoch: string): boolean {
    if (this.#ownEpoch || epoch !== this.epoch) return false;
    this.#beginEpoch();
    return true;
  }

  /** The next commit writes, though nothing may have changed: it fails when the store takes no writes. */
  writeInAnyCase(): void {
    this.#writes = true;
  }

  /**
   * The rules read so from now on, with the next commit. `differ`: others count, so as after a start with other ones every peer is
   * compared in full.
   */
  changeRules(rules: string, differ: boolean): void {
    if (rules !== this.#rules) this.#epochChanged = true;
    this.#rules = rules;
    if (differ) this.#beginEpoch();
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
    this.#epochChanged = false;
    this.#writes = false;
    return changes;
  }

  /**
   * Marks the stop as orderly, so that the epoch goes on, and gives the store up. Where memory is ahead of the disk nothing
   * is written: numbers that peers resume from would stand for changes that were lost.
   */
  close(): void {
    const ahead = this.#failed || this.#records(this.replica.takeChanges()).length > 0;
    if (!ahead) this.#store.commit([this.#serverChange(true)]);
    this.#store.close();
  }

  #records(changes: ReplicaChanges): StoreChange[] {
    // First, so that the records are put together from the same text, and what the host shows can share it.
    for (const id of changes.entries) this.#packing.document(id);
    for (const key of changes.hostChannels) this.#packing.hostChannel(key);
    const records = [...changedRecords(this.replica, changes, () => ++this.#lastRefusal)];
    for (const peer of this.#changedCursors) {
      const cursor = this.cursors.get(peer);
      records.push({ space: PEER_SPACE, key: peer, value: cursor ? encodePeerCursor(cursor) : null });
    }
    if (changes.moved || this.#epochChanged || this.#writes) records.push(this.#serverChange(false));
    return records;
  }

  #beginEpoch(): void {
    this.epoch = this.#newEpoch();
    this.#ownEpoch = true;
    this.#epochChanged = true;
    this.#distrust();
  }

  /** What peers sent may be lost, and so may what they were told: nobody resumes. */
  #distrust(): void {
    for (const peer of this.cursors.keys()) this.#changedCursors.add(peer);
    this.cursors.clear();
    for (const peer of this.replica.peers.keys()) {
      this.replica.remember(peer, { syncedAt: null, acknowledged: 0 });
    }
  }

  #serverChange(stoppedCleanly: boolean): StoreChange {
    const { server, casemapping, sequence, clock, host, quarantine } = this.replica;
    const { incarnation, seen, profile, writes } = host;
    const value = encodeServerRecord({
      server,
      casemapping,
      epoch: this.epoch,
      sequence,
      clock: clock.last(),
      stoppedCleanly,
      host: { incarnation, seen, profile, writes },
      setAside: this.#setAside,
      quarantined: quarantine.lastNumber,
      rules: this.#rules,
    });
    return { space: SERVER_SPACE, key: SERVER_KEY, value };
  }
}

/** 1 to 2^20, so that two that go on from one state go on elsewhere. It counts only while the clock is behind the last stamp. */
function stampsLeftOut(nonce: string): number {
  return 1 + (crc32(nonce) % 2 ** 20);
}

function setAsideProblem({ space, key, reason, value }: SetAsideRecord): StoreProblem {
  return { space, key, reason, bytes: value.length, outcome: 'set-aside' };
}

/** Peers count on what they sent being here. What was damaged may have been of any kind. */
function isRelied({ space }: StoreProblem): boolean {
  return [ENTRY_SPACE, QUARANTINE_SPACE, SERVER_SPACE, DAMAGED_SPACE].includes(space);
}

/** Fewer than there were: somebody cleared them, so which of them are new is not known. */
function foundSince(setAside: readonly StoreProblem[], known: number): readonly StoreProblem[] {
  return known <= setAside.length ? setAside.slice(known) : setAside;
}
