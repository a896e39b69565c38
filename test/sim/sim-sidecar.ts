import { type Border, createBorder, defaultLimits } from '../../src/core/border.ts';
import type { ChannelKey } from '../../src/core/casemapping.ts';
import type { ChannelEntry } from '../../src/core/channel-table.ts';
import type { ConflictPolicy } from '../../src/core/choose-id.ts';
import type { PeerRules } from '../../src/core/exchange-policy.ts';
import { passEverything } from '../../src/core/exchange-scope.ts';
import type { FieldKey } from '../../src/core/field.ts';
import type { WriteMode } from '../../src/core/host-writes.ts';
import type { ChannelId, ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { Act as OperatorAct } from '../../src/core/operator-acts.ts';
import type { Replica } from '../../src/core/replica.ts';
import type { ReplicaChanges } from '../../src/core/replica-changes.ts';
import type { MemberGrant } from '../../src/core/status-by-account.ts';
import type { ExtensionManager } from '../../src/extension/extension-manager.ts';
import { HostService } from '../../src/host/host-service.ts';
import type { PeerLink } from '../../src/peer/peer-link.ts';
import { PeerTable, type PeerTableEvents } from '../../src/peer/peer-table.ts';
import type { AttachRequest__Output } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../../src/proto-types/cburst/v1/AttachResponse.ts';
import { BackOff } from '../../src/reconnect/back-off.ts';
import { buildExtensions } from '../../src/sidecar/build-extensions.ts';
import { Forgetting } from '../../src/sidecar/forgetting.ts';
import { helloRules } from '../../src/sidecar/hello-rules.ts';
import { HostAbsence } from '../../src/sidecar/host-absence.ts';
import { peerServer } from '../../src/sidecar/peer-server.ts';
import { TransactionLoop } from '../../src/sidecar/transaction-loop.ts';
import { ReplicaStore } from '../../src/store/replica-store.ts';
import { compressions } from '../../src/wire/session-message.ts';
import type { Agenda } from './agenda.ts';
import { type BoundsWatch, checkWaiting, HostBounds } from './checks/bounds.ts';
import { keptRootProblem } from './checks/kept-root.ts';
import type { Disk } from './disk.ts';
import { HOSTILE, HOSTILE_CHANNELS } from './hostile.ts';
import type { Endpoint, Network } from './network.ts';
import { Random } from './random.ts';
import { SimCall } from './sim-call.ts';
import type { HostLine } from './sim-host.ts';

export const RESTART_GRACE_MS = 30_000;
const BURST_TIMEOUT_MS = 20_000;
/** So that every quiet time has one. */
const DIGEST_INTERVAL_MS = 30_000;
/** As in the shipped sidecar. */
const START_MS_MAX = 15_000;
/** The shipped sidecar does so every second; coarser is quicker. */
export const TICK_MS = 5000;

export interface SidecarSettings {
  readonly server: ServerName;
  readonly peers: readonly ServerName[];
  /** Documents in a page: small, so that bursts take several. */
  readonly pageSize: number;
  /** The longest that a transaction takes, in milliseconds. */
  readonly commitMsMax: number;
  readonly hostDelayMsMax: number;
  readonly hostWindow: number;
  /** How long changes are gathered for a peer, in milliseconds. */
  readonly deltaDelayMs: number;
  readonly policy: NamePolicies;
  /** When what was removed may be forgotten, in milliseconds. */
  readonly forgetMinMs: number;
  /** A peer that was silent for so long is expelled, in milliseconds. Default: never. */
  readonly forgetAfterMs?: number;
  /** Who is in channels is kept the same, too. Default: no. */
  readonly memberSync?: boolean;
  /** Who has prefix modes elsewhere gets them here, by account. Default: no. */
  readonly statusByAccount?: boolean;
  /** What is exchanged with whom. Default: of the hostile peer its own channels, with everybody else everything. */
  readonly rules?: ReadonlyMap<ServerName, PeerRules>;
  /** Channels that a peer may make in a minute. Default: as shipped. */
  readonly createRate?: number;
}

/** What happens where a name has several ids: for most names, and by folded name for others. */
export interface NamePolicies {
  readonly most: ConflictPolicy;
  readonly others: Readonly<Record<string, ConflictPolicy>>;
}

export function policyOf({ most, others }: NamePolicies, key: string): ConflictPolicy {
  return others[key] ?? most;
}

function channelRules({ most, others }: NamePolicies) {
  const overrides = Object.entries(others).map(([name, conflictPolicy]) => ({
    name: name as IrcText,
    conflictPolicy,
  }));
  return { conflictPolicy: most, overrides };
}

export interface SidecarDependencies {
  readonly agenda: Agenda;
  readonly network: Network;
  readonly disk: Disk;
  readonly random: Random;
  /** Wall clock of the machine, Unix milliseconds. */
  readonly now: () => number;
  readonly newId: () => ChannelId;
  readonly reach: (point: string) => void;
  /** Its host will be told to give a member modes. */
  readonly grants: (grant: MemberGrant) => void;
  readonly watch: SidecarWatch;
  /** The process runs: it may die from now on. */
  readonly born: (sidecar: SimSidecar) => void;
}

/** Who looks on. */
export interface SidecarWatch {
  /** What the sidecar was told by its host is in the replica now. */
  taken(sidecar: SimSidecar, message: AttachRequest__Output): void;
  acknowledged(sidecar: SimSidecar, sequence: number): void;
  /** The process ended. */
  gone(sidecar: SimSidecar): void;
  /** A host began to attach: its events are counted from 1 again. */
  greeted(sidecar: SimSidecar): void;
  /** `more`: what only a reader wants to know. */
  /** Somebody was expelled there. */
  forgot?(channel: ChannelKey, field: FieldKey): void;
  trace(what: string, more?: () => string): void;
  /** `check`: which rule did not hold. Default: one of sessions. */
  problem(text: string, check?: string): void;
  /** Something that is no defect but has to be explained by a fault. */
  count(what: string): void;
}

/** One run of a sidecar: the shipped parts, wired as src/sidecar/sidecar.ts does, on a simulated machine. */
export class SimSidecar implements Endpoint {
  readonly server: ServerName;
  readonly store: ReplicaStore;
  readonly table: PeerTable;
  readonly host: HostService;
  readonly border: Border;
  /** What operators were told of its peers since it runs: `<kind> <peer>`. */
  readonly noticed = new Set<string>();
  readonly #settings: SidecarSettings;
  readonly #dependencies: SidecarDependencies;
  readonly #loop: TransactionLoop;
  readonly #extensions: ExtensionManager;
  readonly #forgetting: Forgetting;
  readonly #absence: HostAbsence;
  readonly #backOffs = new Map<ServerName, BackOff>();
  readonly #dialling = new Set<ServerName>();
  readonly #startedMs: number;
  /** The message of the host that is being taken. */
  #message: AttachRequest__Output | null = null;
  #call: SimCall | null = null;
  /** Of the present stream of the host. */
  #hostBounds: HostBounds | null = null;
  readonly #boundsWatch: BoundsWatch;
  /** The most channels that it ever had. */
  #channelsMax = 0;
  /** An operator is letting something in. */
  #isApproving = false;
  #alive = true;

  constructor(settings: SidecarSettings, dependencies: SidecarDependencies) {
    const { agenda, disk, now, newId, random } = dependencies;
    const { server, peers } = settings;
    this.#settings = settings;
    this.#dependencies = dependencies;
    this.server = server;
    this.#startedMs = agenda.nowMs;
    const { watch } = dependencies;
    this.#boundsWatch = {
      problem: (check, text) => watch.problem(text, check),
      count: (what) => watch.count(what),
    };
    dependencies.born(this);
    this.store = new ReplicaStore(disk.open(this), {
      server,
      casemapping: 'rfc1459',
      restartGraceMs: RESTART_GRACE_MS,
      newId,
      newEpoch: newId,
      policyFor: (key) => policyOf(settings.policy, key),
      memberSync: settings.memberSync === true,
      statusByAccount: settings.statusByAccount === true,
    });
    this.#watchForgetting();
    this.#watchReviews();
    this.replica.starting = peers.length > 0;
    const turns = new Random(random.whole(2 ** 32));
    let elapsedMs = 0;
    this.#loop = new TransactionLoop(this.store, {
      now,
      defer: (run) => this.#soon(settings.commitMsMax, () => this.#transaction(run)),
      // So that a transaction ends after one piece of work, or after many.
      elapsed: () => (elapsedMs += turns.whole(4)),
      committed: (changes) => this.#committed(changes),
      failed: (error) => {
        throw error;
      },
    });
    this.host = new HostService({ software: 'sim' }, this.#hostDependencies());
    const linkedPeers = () => this.table.linked();
    this.border = createBorder(this.replica, {
      limits: { ...defaultLimits, createRate: settings.createRate ?? defaultLimits.createRate },
      rules: settings.rules ?? RULES,
    });
    this.#extensions = buildExtensions(switchedOn(settings), this.replica, this.border, [], {
      changed: (announced) => this.table.changed(announced),
      failed: ({ error }) => {
        throw error;
      },
    });
    const { store } = this;
    const peerDependencies = {
      software: 'sim',
      store,
      loop: this.#loop,
      extensions: this.#extensions,
      linkedPeers,
      expelled: (peer: ServerName) => this.#forgetting.isExpelled(peer),
      run: newId(),
      wallNow: now,
      rules: helloRules(channelRules(settings.policy), this.border),
    };
    const configs = peers.map((name) => ({ name, address: null, pin: '' }));
    const delta = { delayMs: settings.deltaDelayMs, rateMax: 0 };
    const options = {
      pageSize: settings.pageSize,
      burstTimeoutMs: BURST_TIMEOUT_MS,
      compression: compressions,
      delta,
      digestIntervalMs: DIGEST_INTERVAL_MS,
      salt: () => random.whole(2 ** 32),
    };
    this.table = new PeerTable(server, configs, options, this.#peerEvents(), {
      now: () => agenda.nowMs - this.#startedMs,
      wallNow: now,
      timers: { after: (delayMs, callback) => this.#timer(delayMs, callback) },
      serverFor: (peer) => peerServer(peer, peerDependencies),
    });
    const { forgetMinMs, forgetAfterMs = Number.POSITIVE_INFINITY } = settings;
    this.#forgetting = new Forgetting(
      { server, peers, forgetMinMs, forgetAfterMs },
      {
        replica: this.replica,
        submit: this.#loop.submit.bind(this.#loop),
        mesh: () => this.table.meshLive(),
        linked: linkedPeers,
      },
      0,
    );
    this.#absence = new HostAbsence({
      replica: this.replica,
      submit: this.#loop.submit.bind(this.#loop),
      isAttached: () => this.host.stream !== null,
    });
    for (const peer of peers) {
      this.#backOffs.set(peer, new BackOff(() => random.next(), { firstMs: 500, lastMs: 30_000 }));
      this.#dialLater(peer);
    }
    this.#tickLater();
  }

  get alive(): boolean {
    return this.#alive;
  }

  get replica(): Replica {
    return this.store.replica;
  }

  reach(point: string): void {
    if (this.#alive) this.#dependencies.reach(point);
  }

  addLink(link: PeerLink): void {
    this.table.add(link);
  }

  /** An operator's act, in a transaction; `durable` once that is on disk, which is when the operator is told. */
  operate(act: (replica: Replica, by: OperatorAct) => void, durable = () => {}): void {
    this.#loop.submit(
      (now) => act(this.replica, { by: 'op', now }),
      () => {
        if (this.#alive) durable();
      },
    );
  }

  /** As `HostWritesCalls` does it, by promises, for which no simulation waits. */
  setWrites(mode: WriteMode): void {
    const { host } = this.replica;
    if (mode !== 'go') this.host.holdWrites(true);
    this.operate(
      (replica, { by, now }) => {
        replica.advance(now);
        if (host.writes.mode !== mode) host.setWrites({ mode, reason: '', by, since: now });
      },
      () => this.host.holdWrites(host.writes.mode !== 'go'),
    );
  }

  /** Peers that were silent for too long: they link again when an operator says so. */
  expelled(): ServerName[] {
    return this.#settings.peers.filter((peer) => this.#forgetting.isExpelled(peer));
  }

  /** Peers whose changes wait for an operator. */
  underReview(): ServerName[] {
    return this.#settings.peers.filter((peer) => this.replica.peers.get(peer)?.review === true);
  }

  /** An operator lets a peer in again that was silent for too long, under review or not; or ends its review. */
  readmit(peer: ServerName, review: boolean): void {
    this.#dependencies.watch.trace(`lets ${peer} in ${review ? 'under review' : 'again'}`);
    const endsReview = !review && this.underReview().includes(peer);
    if (endsReview) this.reach('before the end of a review');
    this.#loop.submit(
      (now) => {
        const anew = this.#forgetting.isExpelled(peer) ? { anew: true } : {};
        this.replica.remember(peer, { silentMs: 0, review, ...anew });
        if (endsReview) this.border.intake.endReview(peer, now);
      },
      () => endsReview && this.reach('after the end of a review'),
    );
  }

  /** An operator lets in all that is in quarantine. */
  approveAll(): void {
    this.approve(this.replica.quarantine.list().map(({ number }) => number));
  }

  approve(numbers: readonly number[]): void {
    this.#loop.submit((now) => {
      this.#isApproving = true;
      for (const number of numbers) this.border.intake.approve(number, { by: 'op', now });
      this.#isApproving = false;
    });
  }

  /** Another connection to the peer, though one is up. */
  dialAgain(peer: ServerName): void {
    this.#dependencies.network.dial(this, peer, () => {});
  }

  /** The stream of a host to this process. */
  openHost(hear: (message: AttachResponse) => void, ended: () => void): HostLine {
    const { agenda, random } = this.#dependencies;
    const { hostDelayMsMax, hostWindow } = this.#settings;
    const bounds = new HostBounds(this.server, this.#boundsWatch);
    this.#hostBounds = bounds;
    const call = new SimCall({
      bounds,
      inFlight: () => this.host.stream?.attachment.counts.inFlight ?? 0,
      agenda,
      random,
      delayMsMax: hostDelayMsMax,
      windowMessages: hostWindow,
      wrote: (message) => this.#wroteToHost(message),
      toHost: hear,
      ended,
    });
    this.#call = call;
    this.#dependencies.watch.greeted(this);
    this.host.handlers.Attach(call.call);
    return {
      say: (message) => call.say(message, (arrive) => this.#hearHost(message, arrive)),
      cut: () => call.cut(),
    };
  }

  /** kill -9: nothing that it still does has an effect. */
  kill(): void {
    this.#alive = false;
  }

  /** An orderly stop. */
  stop(): void {
    this.reach('before a clean stop');
    this.#loop.flush();
    this.host.stop();
    this.table.stop();
    this.#loop.stop();
    if (this.#alive) this.store.close();
    this.reach('after a clean stop');
  }

  /** The process and its host's stream are gone. */
  cutHost(): void {
    const call = this.#call;
    this.#call = null;
    call?.processGone();
  }

  #hearHost(message: AttachRequest__Output, arrive: () => void): void {
    if (!this.#alive) return;
    const step = TAKING[message.message!];
    if (step !== undefined) this.reach(`before taking ${step}`);
    if (!this.#alive) return;
    this.#dependencies.watch.trace(`host says ${message.message}`, () => describe(message));
    this.#message = message;
    arrive();
    this.#message = null;
    if (step !== undefined) this.reach(`after taking ${step}`);
  }

  #wroteToHost(message: AttachResponse): boolean {
    if (!this.#alive) return false;
    const step = stepOf(message);
    this.reach(`before sending ${step}`);
    if (!this.#alive) return false;
    const { watch } = this.#dependencies;
    watch.trace(`tells its host ${step}`, () => describe(message));
    if (message.acknowledgement) watch.acknowledged(this, Number(message.acknowledgement.sequence));
    this.reach(`after sending ${step}`);
    return true;
  }

  #hostDependencies() {
    const { watch, now } = this.#dependencies;
    return {
      replica: this.store.replica,
      now,
      submit: (run: (now: number) => void, durable?: () => void) => {
        const message = this.#message;
        const bounds = message === null || message.message === 'hello' ? null : this.#hostBounds;
        bounds?.begins();
        this.#loop.submit(
          (nowMs) => {
            run(nowMs);
            if (message !== null) watch.taken(this, message);
          },
          () => {
            bounds?.ends();
            durable?.();
          },
        );
      },
      events: {
        applied: () => {},
        attached: () => {},
        detached: () => {},
        refused: (reason: string) => watch.problem(`the host was refused: ${reason}`),
      },
    };
  }

  #transaction(run: () => void): void {
    this.reach('before a transaction');
    if (!this.#alive) return;
    run();
    this.reach('after a transaction');
  }

  #committed(changes: ReplicaChanges): void {
    if (!this.#alive) return;
    for (const { kind } of changes.events) {
      if (kind === 'state.forgotten') this.#dependencies.watch.count('something was forgotten');
    }
    this.#extensions.committed(changes);
    this.#checkWaiting();
    for (const grant of changes.grants) this.#dependencies.grants(grant);
    if (changes.views.size > 0) this.host.viewsChanged(changes.views);
    this.host.membersChanged(changes);
  }

  /** What is forgotten while somebody is expelled may come back with him. */
  #watchForgetting(): void {
    const { replica } = this;
    const forgot = ({ key }: ChannelEntry, fields: Iterable<FieldKey>) => {
      for (const field of this.expelled().length > 0 ? fields : [])
        this.#dependencies.watch.forgot?.(key, field);
    };
    const { forgetRemoval, forgetEntry } = replica;
    replica.forgetRemoval = (entry, key) => {
      forgot(entry, [key]);
      forgetRemoval.call(replica, entry, key);
    };
    replica.forgetEntry = (entry) => {
      forgot(entry, entry.document.registers.keys());
      forgetEntry.call(replica, entry);
    };
  }

  /** What a peer under review says changes nothing. */
  #watchReviews(): void {
    const { replica } = this;
    const { take } = replica;
    replica.take = (peer, said, members, now) => {
      const isKept = !this.#isApproving && replica.peers.get(peer)?.review === true;
      const before = isKept ? new Map(replica.table.get(said.id)?.document.registers) : null;
      take.call(replica, peer, said, members, now);
      const { registers } = replica.table.get(said.id)!.document;
      for (const [key, register] of before === null ? [] : registers)
        if (before!.get(key) !== register)
          this.#dependencies.watch.problem(`${peer} is under review and changes ${said.name} ${key}`);
    };
  }

  #tickLater(): void {
    this.#dependencies.agenda.after(TICK_MS, () => {
      if (!this.#alive) return;
      this.reach('before a tick');
      if (this.#alive) this.table.tick();
      if (this.#alive) this.#forgetting.tick(this.#dependencies.agenda.nowMs - this.#startedMs);
      if (this.#alive) this.#absence.tick(TICK_MS);
      if (this.#alive) this.#loop.submit(() => this.#endWaits());
      this.reach('after a tick');
      if (this.#alive) this.#tickLater();
    });
  }

  #checkWaiting(): void {
    this.#channelsMax = Math.max(this.#channelsMax, this.replica.table.size);
    if (this.#alive) checkWaiting(this, this.#channelsMax, this.#boundsWatch);
  }

  #endWaits(): void {
    this.#passGrace();
    const allLive = [...this.table.peers.values()].every(({ session }) => session?.live);
    if (allLive || this.#dependencies.agenda.nowMs - this.#startedMs > START_MS_MAX) this.replica.endStart();
  }

  #passGrace(): void {
    const isDue = [...this.replica.table.values()].some((entry) => {
      const leftMs = this.replica.grace.leftMs(entry);
      return leftMs !== null && leftMs <= TICK_MS;
    });
    if (isDue) this.reach('before the end of a grace');
    this.replica.passGrace(TICK_MS);
    if (isDue) this.reach('after the end of a grace');
  }

  /** Dials while there is no link, as often as the shipped dialler does. */
  #dialLater(peer: ServerName): void {
    if (this.#dialling.has(peer)) return;
    this.#dialling.add(peer);
    this.#soon(0, () => this.#dial(peer), this.#backOffs.get(peer)!.next());
  }

  #dial(peer: ServerName): void {
    this.#dialling.delete(peer);
    if (this.table.linked().includes(peer)) return;
    if (this.table.connecting(peer)) this.#dialLater(peer);
    else this.#dependencies.network.dial(this, peer, () => this.#dialLater(peer));
  }

  #timer(delayMs: number, callback: () => void): () => void {
    let isCancelled = false;
    this.#soon(0, () => !isCancelled && callback(), delayMs);
    return () => {
      isCancelled = true;
    };
  }

  #soon(msMax: number, task: () => void, moreMs = 0): void {
    const { agenda, random } = this.#dependencies;
    agenda.after(moreMs + random.whole(msMax + 1), () => {
      if (this.#alive) task();
    });
  }

  #peerEvents(): PeerTableEvents {
    const { watch } = this.#dependencies;
    return {
      linked: (peer) => this.#backOffs.get(peer)!.reset(),
      burstEnded: () => {},
      compared: (peer, outcome) => {
        watch.count(`compared: ${outcome.kind}`);
        watch.trace(`compared with ${peer}: ${JSON.stringify(outcome)}`);
        const problem = keptRootProblem(this.table.peers.get(peer)?.session?.compared);
        if (problem !== null) watch.problem(`${problem} (with ${peer})`, 'kept root');
      },
      unlinked: (peer, reason) => {
        if (!this.#alive) return;
        watch.trace(`lost ${peer}: ${reason}`);
        if (/timeout/.test(reason)) watch.count('a link timed out');
        if (/duplicate/.test(reason)) watch.count('a second link of a pair was given up');
        this.#loop.submit(() => this.#extensions.unlinked(peer));
        this.#dialLater(peer);
      },
      refused: (peer, reason) => {
        if (reason.startsWith('expelled: ')) watch.count('an expelled peer was refused');
        else if (peer !== HOSTILE) watch.problem(`${peer} was refused: ${reason}`);
      },
      failed: () => {},
      rejected: (peer, _page, _line, { code, reason }) => {
        if (this.#alive) watch.count(`rejected a line: ${code}`);
        watch.trace(`rejected a line of ${peer}: ${reason}`);
      },
      notAccepted: () => {},
      noticed: (kind, peer, text) => {
        this.noticed.add(`${kind} ${peer}`);
        watch.count(`told of ${kind}`);
        watch.trace(`${kind} ${peer}: ${text}`);
      },
      exceeded: (peer, epoch, sequence) => {
        if (!this.#alive) return;
        let renewed = false;
        this.#loop.submit(
          () => {
            renewed = this.store.renewEpoch(epoch);
          },
          () => {
            if (!renewed) return;
            watch.trace(`${peer} has ${sequence} of ${epoch}: the store was restored`);
            this.table.endAll('internal', 'the store was restored from a copy');
          },
        );
      },
      step: () => {},
    };
  }
}

function switchedOn({ memberSync }: SidecarSettings): Parameters<typeof buildExtensions>[0] {
  const enabledModules = memberSync ? ['channel', 'member'] : ['channel'];
  const channelBurst = { enabled: true };
  return { modules: { enabledModules }, channelBurst } as unknown as Parameters<typeof buildExtensions>[0];
}

/** What others say goes; what the hostile peer says, of its own channels only. */
const RULES = new Map([
  [
    HOSTILE,
    {
      import: { ...passEverything, channels: [HOSTILE_CHANNELS as IrcText] },
      export: passEverything,
    },
  ],
]);

function stepOf({ welcome, updates, members, grants }: AttachResponse): string {
  if (grants) return 'grants';
  if (members) return 'members';
  return welcome ? 'a welcome' : updates ? 'updates' : 'an acknowledgement';
}

const TAKING: Partial<Record<NonNullable<AttachRequest__Output['message']>, string>> = {
  hello: 'a hello',
  snapshot_end: 'a snapshot',
  events: 'events',
  results: 'results',
};

function describe(message: object): string {
  return JSON.stringify(message, texts);
}

/** Buffers as text. */
function texts(_key: string, value: unknown): unknown {
  const buffer = value as { type?: string; data?: number[] };
  return buffer?.type === 'Buffer' ? Buffer.from(buffer.data!).toString('latin1') : value;
}
