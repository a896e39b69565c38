import { performance } from 'node:perf_hooks';
import { v4 as uuid } from 'uuid';
import { CurrentConfig } from '../config/current-config.ts';
import { liveView } from '../config/live-view.ts';
import { packageVersion as version } from '../config/package-version.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { type Border, createBorder } from '../core/border.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import { withoutChannel } from '../core/journal.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import type { ExtensionManager } from '../extension/extension-manager.ts';
import { HostService } from '../host/host-service.ts';
import { type LogFields, logEvent, type WatchedEvent } from '../log/log-events.ts';
import { LogLevel } from '../log/log-level.ts';
import type { Logger } from '../log/logger.ts';
import { SidecarMetrics } from '../metrics/sidecar-metrics.ts';
import { ChannelCalls } from '../ops/channel-calls.ts';
import { cutProblem, DaemonCalls, type ReloadOptions, type ReloadOutcome } from '../ops/daemon-calls.ts';
import { EventHub } from '../ops/event-hub.ts';
import { ExchangeCalls } from '../ops/exchange-calls.ts';
import { HostWritesCalls } from '../ops/host-writes-calls.ts';
import { barredRefusal, LinkCalls } from '../ops/link-calls.ts';
import { MetadataCalls } from '../ops/metadata-calls.ts';
import { OperatorCalls } from '../ops/operator-calls.ts';
import { OpsService } from '../ops/ops-service.ts';
import { publicVisibility } from '../ops/visibility.ts';
import { PeerNetwork } from '../peer/peer-network.ts';
import { PeerTable, type PeerTableEvents } from '../peer/peer-table.ts';
import { systemTimers } from '../peer/timers.ts';
import type { OwnIdentity } from '../peer/tls-options.ts';
import { ReplicaStore } from '../store/replica-store.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { AccessReports } from './access-reports.ts';
import { ApiListeners } from './api-listeners.ts';
import { type BuildExtension, buildExtensions, switchedOn } from './build-extensions.ts';
import { BurstSizes } from './burst-sizes.ts';
import { ComparisonReports } from './comparison-reports.ts';
import { DebugReports } from './debug-reports.ts';
import { Drain } from './drain.ts';
import { EventLog } from './event-log.ts';
import { ExtensionReports } from './extension-reports.ts';
import { Forgetting } from './forgetting.ts';
import { Health } from './health.ts';
import { helloRules, helloRulesProblem } from './hello-rules.ts';
import { HostAbsence } from './host-absence.ts';
import { LineReports } from './line-reports.ts';
import { liveForgettingOptions, liveSessionOptions } from './live-options.ts';
import { readPeerIdentity } from './peer-identity.ts';
import { peerServer } from './peer-server.ts';
import { Reload, rulesText } from './reload.ts';
import { reportStoreProblems } from './report-store-problems.ts';
import { StartError } from './start-error.ts';
import { startErrorFrom } from './start-error-from.ts';
import { StoreProof } from './store-proof.ts';
import { TransactionLoop } from './transaction-loop.ts';

const TICK_MS = 1000;
/** For so long after the start a peer that has not linked yet may still hold what it held. */
const START_MAX_MS = 15_000;
/** How long host and ops calls may take to end at a stop. */
const STOP_GRACE_MS = 1000;

export interface SidecarDependencies {
  readonly log: Logger;
  /** Called at most once, when the sidecar cannot go on (the store failed). It has told nobody of what is not durable. */
  readonly failed?: (error: unknown) => void;
  /** Called at most once, when an operator drained it and it is to be stopped. Default: it stops itself. */
  readonly finished?: () => void;
  /** Reads the configuration again; throws where it cannot be used. Default: it cannot be. */
  readonly load?: () => SidecarConfig;
  /** What it bursts beside what the configuration switches on. */
  readonly extensions?: readonly BuildExtension[];
}

/** Builds, starts and, later, stops everything. Rejects with a `StartError` where something outside is in the way. */
export async function startSidecar(
  config: SidecarConfig,
  dependencies: SidecarDependencies,
): Promise<Sidecar> {
  const problem = helloRulesProblem(config);
  if (problem !== null) throw new StartError(problem);
  try {
    const sidecar = new Sidecar(config, dependencies);
    await sidecar.start();
    return sidecar;
  } catch (error) {
    throw startErrorFrom(error);
  }
}

/** What an operator decided about the sidecar itself. */
type Decided = 'config.reloaded' | 'log.level_set' | 'sidecar.draining' | 'sidecar.drained';

/** A running sidecar: store and replica in the middle, host, peers and ops around them. */
export class Sidecar {
  readonly #config: SidecarConfig;
  /** Null: nobody wants to know. */
  readonly #metrics: SidecarMetrics;
  readonly #log: Logger;
  readonly #store: ReplicaStore;
  readonly #loop: TransactionLoop;
  readonly #events: EventHub;
  readonly #health = new Health();
  readonly #burstSizes = new BurstSizes(() => performance.now());
  readonly #host: HostService;
  readonly #peers: PeerTable;
  readonly #network: PeerNetwork;
  readonly #eventLog: EventLog;
  readonly #lineReports: LineReports;
  readonly #comparisonReports: ComparisonReports;
  readonly #extensionReports: ExtensionReports;
  readonly #extensions: ExtensionManager;
  readonly #border: Border;
  readonly #forgetting: Forgetting;
  readonly #absence: HostAbsence;
  readonly #proof: StoreProof;
  readonly #accessReports: AccessReports;
  readonly #api: ApiListeners;
  readonly #reload: Reload;
  readonly #drain: Drain;
  /** Nothing new is taken, and what waits is to leave. */
  #quiet = false;
  #timer: NodeJS.Timeout | null = null;
  #stopping: Promise<void> | null = null;
  #startedAt = 0;
  #tickedAt = 0;

  constructor(config: SidecarConfig, dependencies: SidecarDependencies) {
    const { log } = dependencies;
    const self = config.server.name;
    const software = `cburst ${version}`;
    const current = new CurrentConfig(config, Date.now());
    this.#config = config;
    this.#log = log;
    this.#metrics = buildMetrics(config);
    // Before the store is opened: a key that cannot be used must not cost the epoch.
    const identity = readPeerIdentity(config.peers);
    this.#network = this.#peerNetwork(identity);
    const store = openSqliteStore(config.store.path);
    this.#store = new ReplicaStore(this.#metrics.store.count(store), {
      server: self,
      casemapping: config.server.casemapping,
      get restartGraceMs() {
        return current.running.channels.restartGraceMs;
      },
      flaps: liveView(() => current.running.channels.flaps),
      policyFor: (key) => current.policyFor(key),
      memberSync: switchedOn(config).members,
      get statusByAccount() {
        return current.running.memberBurst.statusByAccount;
      },
      newId: () => uuid() as ChannelId,
      newEpoch: () => uuid(),
      startIn: config.channels.startIn,
      rules: rulesText(config),
    });
    const run = uuid();
    this.#events = new EventHub({ run, now: Date.now, visibility: publicVisibility(this.#store.replica) });
    const publish = this.#publish.bind(this);
    this.#eventLog = new EventLog({ log, timers: systemTimers });
    this.#lineReports = new LineReports({ log, publish, timers: systemTimers });
    this.#comparisonReports = new ComparisonReports({ log, publish });
    this.#loop = new TransactionLoop(this.#store, {
      now: Date.now,
      defer: setImmediate,
      elapsed: () => performance.now(),
      committed: (changes) => this.#committed(changes),
      failed: (error) => {
        this.#health.storeFailed();
        const text = 'the store failed; nothing that is not on disk was acknowledged';
        logEvent(log, 'store.failed', { err: error }, text);
        dependencies.failed?.(error);
      },
    });
    const { replica } = this.#store;
    const submit = this.#loop.submit.bind(this.#loop);
    const debug = new DebugReports({ log, replica });
    const hostEvents = {
      ...this.#hostEvents(),
      ...debug.ofHost,
    };
    const events = this.#metrics.host.count(hostEvents);
    const hostDependencies = { replica, submit, now: Date.now, events };
    this.#host = new HostService({ software }, hostDependencies);
    this.#proof = new StoreProof({ store: this.#store, submit });
    this.#absence = new HostAbsence({ replica, submit, isAttached: () => this.#host.stream !== null });
    const sessionOptions = liveSessionOptions(current, () => this.#quiet);
    this.#extensionReports = new ExtensionReports({
      log,
      publish: (kind, text) => publish(kind, self, text),
      timers: systemTimers,
    });
    this.#border = createBorder(replica, {
      limits: liveView(() => current.running.guard),
      rules: config.peers.exchange,
      ...debug.ofBorder,
    });
    this.#extensions = buildExtensions(config, replica, this.#border, dependencies.extensions ?? [], {
      changed: (announced) => {
        this.#metrics.announced(announced);
        this.#peers.changed(announced);
      },
      failed: (failure) => {
        this.#metrics.extensionFailed(failure);
        this.#extensionReports.failed(failure);
      },
      now: () => performance.now(),
    });
    const peerDependencies = {
      software,
      store: this.#store,
      loop: this.#loop,
      extensions: this.#extensions,
      linkedPeers: () => this.#peers.linked(),
      expelled: (peer: ServerName) => this.#forgetting.isExpelled(peer),
      run,
      wallNow: Date.now,
      rules: helloRules(
        liveView(() => current.running.channels),
        this.#border,
      ),
    };
    const peerEvents = this.#metrics.peers.count(this.#peerEvents());
    this.#peers = new PeerTable(self, config.peers.peers, sessionOptions, peerEvents, {
      now: () => performance.now(),
      wallNow: Date.now,
      serverFor: (peer) => peerServer(peer, peerDependencies),
    });
    this.#metrics.observe({ replica, peers: this.#peers, host: this.#host });
    this.#forgetting = new Forgetting(
      liveForgettingOptions(current),
      { replica, submit, mesh: () => this.#peers.meshLive(), linked: () => this.#peers.linked() },
      performance.now(),
    );
    const logLevel = new LogLevel(log, config.logging.level);
    const ops = new OpsService({
      version,
      startedAt: Date.now(),
      store: this.#store,
      peers: this.#peers,
      host: this.#host,
      events: this.#events,
      figures: (wants) => this.#metrics.figures(wants),
      expelled: peerDependencies.expelled,
      config: current,
      channelCalls: new ChannelCalls({ replica, submit, peers: this.#peers.peers }),
      daemonCalls: new DaemonCalls({
        logLevel,
        reload: (how) => this.reload(how),
        drain: (...how) => this.#drain.start(...how),
        publish: (kind, text, by) => this.#tell(kind, text, by),
      }),
      hostWrites: new HostWritesCalls({ replica, submit, host: this.#host }),
      exchangeCalls: new ExchangeCalls({ replica, submit, peers: this.#peers.peers }),
      linkCalls: new LinkCalls({
        replica,
        submit,
        peers: this.#peers.peers,
        expelled: peerDependencies.expelled,
        draining: () => this.#quiet,
        dial: (peer) => this.#network.dial(peer),
        end: (peer) => this.#peers.end(peer, barredRefusal.code, barredRefusal.text),
      }),
      metadataCalls: new MetadataCalls({ replica, submit }),
      calls: new OperatorCalls({
        replica,
        intake: this.#border.intake,
        submit,
        peers: this.#peers.peers,
        expelled: peerDependencies.expelled,
      }),
    });
    this.#accessReports = new AccessReports({ log, timers: systemTimers });
    this.#api = new ApiListeners(config.api, {
      host: this.#host.handlers,
      ops: ops.handlers,
      health: this.#health.implementation,
      refused: (call) => {
        this.#metrics.api.refused(call);
        this.#accessReports.refused(call);
      },
    });
    this.#drain = new Drain({
      timers: systemTimers,
      now: () => performance.now(),
      peers: this.#peers,
      quiesce: () => this.#quiesce(),
      tell: (kind, text, by) => this.#tell(kind, text, by),
      finished: dependencies.finished ?? (() => void this.stop()),
    });
    this.#reload = new Reload(identity, {
      load: dependencies.load ?? null,
      failed: (problem, by) => this.#reloadFailed(problem, by),
      done: (text, by, changes) => this.#tell('config.reloaded', text, by, { changes }),
      current,
      logLevel,
      now: Date.now,
      store: this.#store,
      border: this.#border,
      loop: this.#loop,
      network: this.#network,
      peers: this.#peers,
      api: this.#api,
      metrics: this.#metrics,
    });
    reportStoreProblems(log, this.#store.newProblems, this.#store.problems);
  }

  async start(): Promise<void> {
    this.#store.replica.starting = this.#config.peers.peers.length > 0;
    this.#startedAt = performance.now();
    this.#tickedAt = this.#startedAt;
    try {
      await this.#api.start();
      const metricsPort = await this.#startMetrics();
      const { port } = await this.#startNetwork();
      this.#timer = setInterval(() => this.#tick(), TICK_MS);
      const { name } = this.#config.server;
      const channels = this.#store.replica.table.size;
      logEvent(this.#log, 'sidecar.started', { server: name, port, metricsPort, channels }, 'started');
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Reads the configuration again: what can counts at once. A file that cannot be used changes nothing. */
  reload(how: ReloadOptions): ReloadOutcome {
    return this.#reload.run(how);
  }

  /** Ends links and streams, lets the last work become durable and marks the stop as orderly. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#quiesce();
    this.#peers.stop();
    await this.#network.stop();
    this.#lineReports.stop();
    this.#extensionReports.stop();
    await this.#api.stop(STOP_GRACE_MS);
    this.#accessReports.stop();
    await this.#metrics.stop();
    this.#loop.stop();
    this.#eventLog.stop();
    this.#store.close();
    logEvent(this.#log, 'sidecar.stopped', {}, 'stopped');
  }

  /** Says so first, then takes no more: what the host told before is durable and acknowledged. */
  #quiesce(): void {
    this.#quiet = true;
    this.#health.stopping();
    this.#loop.flush();
    this.#host.stop();
    this.#network.quiesce();
  }

  /** The port, null: nowhere. */
  async #startMetrics(): Promise<number | null> {
    try {
      return await this.#metrics.start();
    } catch (error) {
      throw new StartError(
        `cannot listen for scrapers ([metrics] listen): ${(error as Error).message}: free the address, or name another one`,
        { cause: error },
      );
    }
  }

  async #startNetwork(): Promise<{ port: number | null }> {
    try {
      return await this.#network.start();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      throw new StartError(
        `cannot listen for peers ([peers] listen): ${(error as Error).message}: free the address, or name another one`,
        { cause: error },
      );
    }
  }

  #peerNetwork(identity: OwnIdentity): PeerNetwork {
    const { listen, peers } = this.#config.peers;
    return new PeerNetwork(
      { listen, ...identity, peers },
      {
        link: (link) => this.#peers.add(this.#metrics.links.count(link)),
        refused: ({ address, reason }) => {
          logEvent(this.#log, 'peer.refused', { address, reason }, 'refused a connection');
        },
        dialFailed: ({ peer, reason, refused, retryInMs }) => {
          this.#metrics.peers.dialFailed(peer);
          const status = this.#peers.peers.get(peer);
          if (status?.session === null) status.lastError = reason;
          const level = refused ? 'warn' : 'info';
          logEvent(this.#log, 'peer.dial_failed', { peer, reason, retryInMs }, 'could not link', level);
        },
      },
      {
        timers: systemTimers,
        random: Math.random,
        barred: (peer) => (this.#store.replica.peers.get(peer)?.barred ? barredRefusal : null),
      },
    );
  }

  #committed(changes: ReplicaChanges): void {
    this.#events.publishAll(changes.events);
    for (const event of changes.events) this.#eventLog.write(event);
    this.#extensions.committed(changes);
    if (changes.views.size > 0) this.#host.viewsChanged(changes.views);
    this.#host.membersChanged(changes);
  }

  #tick(): void {
    const now = performance.now();
    const elapsedMs = now - this.#tickedAt;
    this.#tickedAt = now;
    this.#peers.tick();
    this.#forgetting.tick(now);
    this.#absence.tick(elapsedMs);
    this.#proof.tick(elapsedMs);
    const { replica } = this.#store;
    const allLive = [...this.#peers.peers.values()].every(({ session }) => session?.live);
    const started = allLive || now - this.#startedAt > START_MAX_MS;
    this.#loop.submit(() => {
      replica.passGrace(elapsedMs);
      if (started) replica.endStart();
    });
  }

  #hostEvents() {
    return {
      applied: () => {},
      attached: (software: string) => {
        this.#health.hostAttached(true);
        logEvent(this.#log, 'host.attached', { software }, 'the host is attached');
        this.#publish('host.attached', this.#config.server.name, software);
      },
      detached: (reason: string) => {
        this.#health.hostAttached(false);
        logEvent(this.#log, 'host.detached', { reason }, 'the host is gone');
        this.#publish('host.detached', this.#config.server.name, reason);
      },
      refused: (reason: string) => logEvent(this.#log, 'host.refused', { reason }, 'refused a host'),
    };
  }

  #peerEvents(): PeerTableEvents {
    return {
      linked: (peer, session) => {
        this.#network.wanted(peer, false);
        this.#network.linkEstablished(peer);
        const { outgoing } = session.link;
        const software = session.hello?.software;
        logEvent(this.#log, 'peer.linked', { peer, outgoing, software }, 'linked');
        this.#publish('peer.linked', peer, outgoing ? 'this side dialled' : 'the peer dialled');
      },
      burstEnded: (peer, documents) => {
        const fields = { peer, channels: documents, ...this.#burstSizes.end(peer) };
        logEvent(this.#log, 'peer.burst_ended', fields, 'the burst of the peer is over');
        this.#publish('peer.burst_ended', peer, `${documents} channels`);
      },
      compared: (peer, outcome) => this.#comparisonReports.compared(peer, outcome),
      unlinked: (peer, reason) => {
        this.#loop.submit(() => this.#extensions.unlinked(peer));
        this.#network.wanted(peer, true);
        logEvent(this.#log, 'peer.unlinked', { peer, reason }, 'the link is gone');
        this.#publish('peer.unlinked', peer, reason);
      },
      refused: (peer, reason) => logEvent(this.#log, 'peer.refused', { peer, reason }, 'refused the peer'),
      failed: (peer, reason) =>
        logEvent(this.#log, 'peer.link_failed', { peer, reason }, 'the link did not come up'),
      rejected: (peer, page, line, problem) => this.#lineReports.rejected(peer, page, line, problem),
      step: (peer, step, details) => {
        this.#burstSizes.step(peer, step, details);
        if (!this.#log.isLevelEnabled('debug')) return;
        this.#log.debug({ event: `sync.${step}`, peer, ...details }, 'synchronisation');
      },
      notAccepted: (peer, text) => this.#lineReports.notAccepted(peer, text),
      noticed: (kind, peer, text) => {
        logEvent(this.#log, kind, { peer }, text);
        this.#publish(kind, peer, text);
      },
      exceeded: (peer, epoch, sequence) => this.#exceeded(peer, epoch, sequence),
    };
  }

  /** The peer has what was never issued: it came from a later state of this store than the one that was put back. */
  #exceeded(peer: ServerName, epoch: string, sequence: number): void {
    let renewed = false;
    this.#loop.submit(
      () => {
        renewed = this.#store.renewEpoch(epoch);
      },
      () => {
        if (!renewed) return;
        const text = `the store is an older copy: ${peer} has seen change ${sequence} of it; all peers are compared in full`;
        logEvent(this.#log, 'store.restored', { peer, sequence }, text);
        this.#publish('store.restored', peer, text);
        this.#peers.endAll(
          'internal',
          'the store was restored from a copy, and everything is to be compared',
        );
      },
    );
  }

  /** An operator decided about this sidecar; `by` left out: this is what became of it. */
  #tell<E extends Decided>(kind: E, text: string, by?: string, details = {} as LogFields<E>): void {
    const told = by === undefined ? text : `${text}, decided by ${by}`;
    logEvent(this.#log, kind, details, told);
    this.#publish(kind, this.#config.server.name, told);
    if (by === undefined) return;
    this.#loop.submit(() => void this.#store.replica.decide(withoutChannel('sidecar', by, text)));
    this.#loop.flush();
  }

  #reloadFailed(problem: string, by: string): void {
    const event = 'config.reload_failed';
    logEvent(this.#log, event, {}, `${problem}, wanted by ${by}`);
    this.#publish(event, this.#config.server.name, `${cutProblem(problem)}, wanted by ${by}`);
  }

  #publish(kind: WatchedEvent, server: ServerName, text: string): void {
    this.#events.publish({ kind, channel: '' as IrcText, server, text });
  }
}

function buildMetrics({ metrics, peers, store }: SidecarConfig): SidecarMetrics {
  const names = peers.peers.map(({ name }) => name);
  const options = { listen: metrics.listen, peers: names, storePath: store.path, version };
  return new SidecarMetrics(options, { now: () => performance.now(), wallNow: Date.now });
}
