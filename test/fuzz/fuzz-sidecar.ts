import { strict as assert } from 'node:assert';
import { createBorder, defaultLimits } from '../../src/core/border.ts';
import { type ChannelId, parseServerName } from '../../src/core/identity.ts';
import { ChannelBurst } from '../../src/extension/channel-burst.ts';
import { ExtensionManager } from '../../src/extension/extension-manager.ts';
import { PeerTable, type PeerTableEvents } from '../../src/peer/peer-table.ts';
import { peerServer } from '../../src/sidecar/peer-server.ts';
import { TransactionLoop, type TransactionLoopDependencies } from '../../src/sidecar/transaction-loop.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { ReplicaStore } from '../../src/store/replica-store.ts';

export const self = parseServerName('a.example')!;
export const peer = parseServerName('server1.example.com')!;

const startMs = Date.UTC(2026, 0, 1);

/** Small, so that bursts take several pages. */
const pageSize = 2;

/** Transactions that one input may lead to: far more than any needs, so more is work that never ends. */
const transactionsMax = 20_000;

/** Reading the store back takes longer than most inputs: one of eight inputs does. */
export function readsStore(input: string): boolean {
  return input.length % 8 === 0;
}

/**
 * The middle of a sidecar and its peers' sessions as they are in production, with a disk in memory and a clock that the
 * input moves. What a running sidecar contains and reports, an error in an extension or of the store, is thrown here.
 */
export class FuzzSidecar {
  readonly store: ReplicaStore;
  readonly loop: TransactionLoop;
  readonly table: PeerTable;
  nowMs = startMs;
  readonly #extensions: ExtensionManager;
  readonly #disk = new MemoryStore();
  readonly #deferred: (() => void)[] = [];
  #ids = 0;

  /** `committed` hears of each batch after the peers did. */
  constructor(committed: TransactionLoopDependencies['committed']) {
    const now = () => this.nowMs;
    this.store = this.#open();
    this.loop = new TransactionLoop(this.store, {
      now,
      defer: (run) => this.#deferred.push(run),
      elapsed: () => 0,
      committed: (changes) => {
        this.#extensions.committed(changes);
        committed(changes);
      },
      failed: (error) => {
        throw error;
      },
    });
    this.#extensions = this.#buildExtensions();
    const { store, loop } = this;
    const linkedPeers = () => this.table.linked();
    const expelled = () => false;
    const rules = () => ({ conflicts: null, channels: null, fields: null, relay: [] });
    const { epoch: run } = store;
    const extensions = this.#extensions;
    const sidecar = { software: 'fuzz', store, loop, extensions, linkedPeers, expelled };
    const dependencies = { ...sidecar, run, rules, wallNow: now };
    const peers = [{ name: peer, address: null, pin: '' }];
    this.table = new PeerTable(self, peers, { pageSize, burstTimeoutMs: 20_000 }, this.#peerEvents(), {
      now,
      wallNow: now,
      serverFor: (name) => peerServer(name, dependencies),
    });
  }

  /** Runs all work that waits. */
  settle(): void {
    let ran = 0;
    for (let run = this.#deferred.shift(); run !== undefined; run = this.#deferred.shift()) {
      run();
      assert(++ran <= transactionsMax, 'the work never ends');
    }
  }

  /** A second or more goes by. */
  tick(ms: number): void {
    this.nowMs += ms;
    this.table.tick();
    this.loop.submit(() => this.store.replica.passGrace(ms));
    this.settle();
  }

  /** What is on the disk reads back as what is in memory. */
  assertDurable(): void {
    const again = this.#open();
    const { table } = this.store.replica;
    assert.equal([...this.#disk.listSetAside()].length, 0, 'what was stored cannot be read');
    assert.equal(again.replica.table.size, table.size, 'channels were lost on the way to the disk');
    for (const { document } of table.values()) {
      assert.deepEqual(again.replica.table.get(document.id)!.document, document);
    }
  }

  #open(): ReplicaStore {
    return new ReplicaStore(this.#disk, {
      server: self,
      casemapping: 'rfc1459',
      restartGraceMs: 30_000,
      newId: () => this.#newId(),
      newEpoch: () => this.#newId(),
    });
  }

  #newId(): ChannelId {
    return `00000000-0000-4000-8000-${String(++this.#ids).padStart(12, '0')}` as ChannelId;
  }

  #buildExtensions(): ExtensionManager {
    const manager = new ExtensionManager({
      changed: (announced) => this.table.changed(announced),
      failed: ({ error }) => {
        throw error;
      },
    });
    const { replica } = this.store;
    const border = createBorder(replica, { limits: defaultLimits, rules: new Map() });
    manager.register((announce) => new ChannelBurst(replica, border, announce));
    return manager;
  }

  #peerEvents(): PeerTableEvents {
    return {
      linked: () => {},
      burstEnded: () => {},
      compared: () => {},
      unlinked: (name) => this.loop.submit(() => this.#extensions.unlinked(name)),
      refused: () => {},
      failed: () => {},
      rejected: (_, page, line, { reason }) => {
        assert(page >= 1 && line >= 1 && reason !== '', 'a rejection says nothing');
      },
      notAccepted: () => {},
      noticed: () => {},
      exceeded: (_name, epoch) => this.loop.submit(() => void this.store.renewEpoch(epoch)),
      step: () => {},
    };
  }
}
