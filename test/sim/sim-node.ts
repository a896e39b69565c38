import { createBorder, defaultLimits } from '../../src/core/border.ts';
import { HostAttachment } from '../../src/core/host-attachment.ts';
import type { HostUpdate } from '../../src/core/host-messages.ts';
import type { ChannelId, ServerName } from '../../src/core/identity.ts';
import { ChannelBurst } from '../../src/extension/channel-burst.ts';
import { ExtensionManager } from '../../src/extension/extension-manager.ts';
import type { PeerLink } from '../../src/peer/peer-link.ts';
import { PeerTable, type PeerTableEvents } from '../../src/peer/peer-table.ts';
import { peerServer } from '../../src/sidecar/peer-server.ts';
import { TransactionLoop } from '../../src/sidecar/transaction-loop.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { ReplicaStore } from '../../src/store/replica-store.ts';
import type { Store } from '../../src/store/store.ts';
import { compressions } from '../../src/wire/session-message.ts';
import { flag, profile } from '../support/replica-fixture.ts';
import { type HostMessage, ModelHost } from './model-host.ts';
import type { Schedule } from './schedule.ts';

export const restartGraceMs = 30_000;
const burstTimeoutMs = 20_000;
/** Clocks here are off by up to ten minutes, each its own way. */
const limits = { ...defaultLimits, maxClockSkewMs: 30 * 60_000 };
/** Small, so that bursts take several pages. */
const pageSize = 2;

export interface SimNodeOptions {
  readonly server: ServerName;
  readonly peers: readonly ServerName[];
  readonly schedule: Schedule;
  /** Wall clock of the machine, Unix milliseconds. */
  readonly now: () => number;
  /** The ircd's clock. */
  readonly ircdNow: () => number;
  readonly newId: () => ChannelId;
}

export const hostProfile = { ...profile, defaults: [flag('no-external')] };

/** A server: the parts of a sidecar as they are in production, with its store, and its ircd. */
export class SimNode {
  readonly server: ServerName;
  readonly host: ModelHost;
  readonly problems: string[] = [];
  readonly #options: SimNodeOptions;
  readonly #disk = new MemoryStore();
  #sidecar: SimSidecar;

  constructor(options: SimNodeOptions) {
    this.#options = options;
    this.server = options.server;
    this.host = new ModelHost({ defaults: hostProfile.defaults, now: options.ircdNow });
    this.#sidecar = this.#start();
  }

  get sidecar(): SimSidecar {
    return this.#sidecar;
  }

  attachHost(): void {
    this.detachHost();
    this.host.attach();
    this.#sidecar.attachHost();
  }

  detachHost(): void {
    this.host.detach();
    this.#sidecar.detachHost();
  }

  /** All that was not on the disk is lost. Its links have to be cut by who made them. */
  crash(): void {
    this.#sidecar.kill();
    this.detachHost();
    this.#sidecar = this.#start();
  }

  stopAndStart(): void {
    this.#sidecar.stop();
    this.detachHost();
    this.#sidecar = this.#start();
  }

  #start(): SimSidecar {
    return new SimSidecar(this.#options, keepOpen(this.#disk), this.host, (problem) =>
      this.problems.push(problem),
    );
  }
}

/** One run of a sidecar. */
export class SimSidecar {
  readonly store: ReplicaStore;
  readonly table: PeerTable;
  attachment: HostAttachment | null = null;
  readonly #options: SimNodeOptions;
  readonly #host: ModelHost;
  readonly #loop: TransactionLoop;
  readonly #extensions: ExtensionManager;
  readonly #problem: (text: string) => void;
  #alive = true;

  constructor(options: SimNodeOptions, disk: Store, host: ModelHost, problem: (text: string) => void) {
    const { server, peers, schedule, now, newId } = options;
    this.#options = options;
    this.#host = host;
    this.#problem = problem;
    this.store = new ReplicaStore(disk, {
      server,
      casemapping: 'rfc1459',
      restartGraceMs,
      newId,
      newEpoch: newId,
    });
    this.#loop = new TransactionLoop(this.store, {
      now,
      defer: (run) => schedule.add(`transaction ${server}`, () => this.#alive && run()),
      committed: (changes) => {
        this.#extensions.committed(changes);
        this.attachment?.viewsChanged(changes.views);
        this.#pump();
      },
      failed: (error) => {
        throw error;
      },
    });
    this.#extensions = new ExtensionManager({
      changed: (burstType, changes) => this.table.changed(burstType, changes),
      failed: ({ error }) => {
        throw error;
      },
    });
    this.#extensions.register(
      (announce) =>
        new ChannelBurst(this.replica, createBorder(this.replica, { limits, rules: new Map() }), announce),
    );
    const configs = peers.map((name) => ({ name, address: null, pin: '' }));
    const peerDependencies = {
      software: 'sim',
      store: this.store,
      loop: this.#loop,
      extensions: this.#extensions,
      linkedPeers: () => this.table.linked(),
    };
    this.table = new PeerTable(
      server,
      configs,
      { pageSize, burstTimeoutMs, compression: compressions },
      this.#peerEvents(),
      {
        now,
        wallNow: now,
        serverFor: (peer) => peerServer(peer, peerDependencies),
      },
    );
  }

  get replica() {
    return this.store.replica;
  }

  addLink(link: PeerLink): void {
    this.table.add(link);
  }

  tick(): void {
    this.table.tick();
    this.#loop.submit((now) => this.replica.endGrace(now));
  }

  attachHost(): void {
    this.attachment = new HostAttachment(this.replica, hostProfile);
    this.listen();
  }

  detachHost(): void {
    this.attachment = null;
    for (const kind of ['host', 'updates', 'results']) this.#options.schedule.drop(this.#queue(kind));
  }

  /** The sidecar will read what the host has said. */
  listen(): void {
    for (const message of this.#host.takeMessages()) {
      this.#options.schedule.add(this.#queue('host'), () => this.#read(message));
    }
  }

  kill(): void {
    this.#alive = false;
    this.#options.schedule.drop(`transaction ${this.#options.server}`);
  }

  stop(): void {
    this.#loop.flush();
    this.detachHost();
    this.table.stop();
    this.#loop.stop();
    this.store.close();
    this.kill();
  }

  #read(message: HostMessage): void {
    const { attachment } = this;
    this.#loop.submit(
      (now) => {
        if (attachment === this.attachment) this.#take(attachment!, message, now);
      },
      () => this.#pump(),
    );
  }

  #take(attachment: HostAttachment, message: HostMessage, now: number): void {
    if ('event' in message) {
      const problem = attachment.event(message.event, now);
      if (problem !== null) this.#problem(problem);
    } else if ('result' in message) {
      attachment.result(message.result);
    } else {
      attachment.beginSnapshot(message.snapshot.incarnation);
      for (const channel of message.snapshot.channels) attachment.snapshotChannel(channel, now);
      attachment.endSnapshot(now);
    }
  }

  #pump(): void {
    const { attachment } = this;
    if (!attachment?.wantsToSend) return;
    let updates: HostUpdate[] = [];
    this.#loop.submit(
      () => {
        if (attachment === this.attachment) updates = attachment.nextUpdates(3);
      },
      () => {
        for (const update of updates) this.#send(update);
        if (updates.length > 0) this.#pump();
      },
    );
  }

  #send(update: HostUpdate): void {
    const { schedule } = this.#options;
    schedule.add(this.#queue('updates'), () => {
      this.#host.apply(update);
      schedule.add(this.#queue('results'), () => {
        this.#host.sayResult();
        this.listen();
      });
    });
  }

  #queue(kind: string): string {
    return `${kind} ${this.#options.server}`;
  }

  #peerEvents(): PeerTableEvents {
    const problem = this.#problem;
    return {
      linked: () => {},
      burstEnded: () => {},
      unlinked: (peer) => this.#loop.submit(() => this.#extensions.unlinked(peer)),
      refused: (_, reason) => problem(reason),
      failed: () => {},
      rejected: (_, page, line, { reason }) => problem(`page ${page}, line ${line}: ${reason}`),
      notAccepted: (_, text) => problem(text),
      step: () => {},
    };
  }
}

/** A disk outlives the process that used it. */
function keepOpen(disk: MemoryStore): Store {
  return {
    load: () => disk.load(),
    commit: (changes) => disk.commit(changes),
    setAside: ({ reason }) => {
      throw new Error(`a record was not readable: ${reason}`);
    },
    listSetAside: () => disk.listSetAside(),
    checkpoint: () => {},
    close: () => {},
  };
}
