import type { ChannelKey } from './casemapping.ts';
import type { ChangeLog } from './change-log.ts';
import type { ChannelEntry, ChannelTable } from './channel-table.ts';
import type { HostChannel } from './host-channel.ts';
import { HostChannels } from './host-channels.ts';
import { type HostWrites, initialWrites } from './host-writes.ts';
import type { HybridClock } from './hybrid-clock.ts';
import type { IrcText } from './irc-text.ts';
import type { ReplicaChanges } from './replica-changes.ts';
import { compareStamps, type Stamp } from './stamp.ts';

export interface HostMemoryDependencies {
  readonly log: ChangeLog;
  readonly clock: HybridClock;
}

/** What is remembered of the host while it is away. Every change of it is stored with the batch that it belongs to. */
export class HostMemory {
  /** Run of the ircd that was last attached; empty: never one. */
  incarnation = '';
  /** The latest stamp that the host can have seen; null: never attached. */
  seen: Stamp | null = null;
  /** What the host could represent when it was last attached, as one string. */
  profile = '';
  readonly channels = new HostChannels();
  /** Whether the host is written to. */
  writes: HostWrites = initialWrites('go');
  readonly #log: ChangeLog;
  readonly #clock: HybridClock;

  constructor({ log, clock }: HostMemoryDependencies) {
    this.#log = log;
    this.#clock = clock;
  }

  /** What the host shows for a name; null: nothing. */
  remember(key: ChannelKey, channel: HostChannel | null): void {
    if (channel === null) this.channels.delete(key);
    else this.channels.set(key, channel);
    this.#store(key);
  }

  /**
   * Remembers what is offered to the host. Where that is the one document of the name as it was stored, with what the host
   * showed before, nothing new is to be stored.
   */
  offer(key: ChannelKey, channel: HostChannel, isDocument: boolean): void {
    if (isDocument && !this.#log.changes.hostChannels.has(key)) this.channels.setImplied(key, channel);
    else this.remember(key, channel);
  }

  /** Remembers that the host is told to show its document no more; returns the name. Null: that is to be remembered in full. */
  leave(key: ChannelKey): IrcText | null {
    const name = this.channels.leave(key);
    if (name !== null) this.#store(key);
    return name;
  }

  /** The host shows all that the document has set, and nothing else, as `name`. False: that is to be remembered in full. */
  showsDocument(key: ChannelKey, { document }: ChannelEntry, createdAt: number): boolean {
    if (!this.channels.setAsDocument(key, document, createdAt)) return false;
    this.#store(key);
    return true;
  }

  /** The host has seen everything up to now. `nowMs`: where the time is known; on some hosts nothing is written for long. */
  hasSeenAll(nowMs = 0): void {
    const last = this.#clock.last();
    const moment = nowMs > last.ms ? { ...last, ms: nowMs, counter: 0 } : last;
    if (this.seen !== null && compareStamps(this.seen, moment) >= 0) return;
    this.seen = moment;
    this.#log.changes.moved = true;
  }

  /** The host is written to from now on, or not any more. */
  setWrites(writes: HostWrites): void {
    this.writes = writes;
    this.#log.changes.moved = true;
  }

  /** Adds to `changes` what was left out of the store because it followed from documents that are others now, or nobody's. */
  storeOutgrown({ entries, hostChannels }: ReplicaChanges, table: ChannelTable): void {
    for (const id of entries) {
      const entry = table.get(id);
      if (entry === undefined) continue;
      const { key, document, holders } = entry;
      const isOutgrown = this.channels.outgrown(key, document);
      if (isOutgrown || (holders.size === 0 && this.channels.offerStored(key))) hostChannels.add(key);
    }
  }

  #store(key: ChannelKey): void {
    this.#log.changes.hostChannels.add(key);
    this.#log.changes.moved = true;
  }
}
