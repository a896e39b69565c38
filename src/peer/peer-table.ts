import type { PeerConfig } from '../config/sidecar-config.ts';
import type { ServerName } from '../core/identity.ts';
import { displayText } from '../core/irc-text.ts';
import type { Announced } from '../extension/burst-extension.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import type { ByeCode } from '../wire/session-message.ts';
import type { DigestOutcome } from './digest-round.ts';
import { hasPin } from './has-pin.ts';
import { MeshView } from './mesh-view.ts';
import type { PeerLink } from './peer-link.ts';
import { PeerSession, type PeerSessionEvents, type PeerSessionOptions } from './peer-session.ts';
import { policyDifferences } from './policy-differences.ts';
import type { SessionServer } from './session-server.ts';
import type { Timers } from './timers.ts';

/** What is known of a configured peer, linked or not. */
export interface PeerStatus {
  config: PeerConfig;
  session: PeerSession | null;
  /** Wall clock, Unix ms: since when it is linked or not. */
  since: number;
  rejectedLines: number;
  lastError: string;
  /** Peers to which it should have a link, and for some time has none, though both are linked with this server. */
  missing: readonly ServerName[];
  /** How the last comparison with it ended; null: there was none. */
  compared: Comparison | null;
  /** Wall clock, Unix ms: when it last connected and its pin was right; 0: never. */
  lastIncomingAt: number;
  /** By how many ms its clock was ahead of this one at its last hello; null: it did not tell. */
  clockAheadMs: number | null;
}

export interface Comparison {
  /** Wall clock, Unix ms. */
  readonly at: number;
  readonly outcome: DigestOutcome;
}

export type PeerNoticeKind =
  /** Between `peer` and another peer there is no link. */
  | 'mesh.link_missing'
  | 'mesh.link_back'
  /** Another live sidecar speaks for the peer: a copy of it, or of its key. */
  | 'peer.cloned'
  /** The peer decides otherwise where a name has several ids. */
  | 'policy.differs';

export interface PeerTableEvents {
  linked(peer: ServerName, session: PeerSession): void;
  burstEnded(peer: ServerName, documents: number): void;
  /** What both sides have was compared. */
  compared(peer: ServerName, outcome: DigestOutcome): void;
  unlinked(peer: ServerName, reason: string): void;
  refused(peer: ServerName, reason: string): void;
  /** A link ended before the peer's hello was accepted, and not because it was refused. */
  failed(peer: ServerName, reason: string): void;
  rejected(peer: ServerName, page: number, line: number, problem: LineProblem): void;
  notAccepted(peer: ServerName, text: string): void;
  /** Something about the network that an operator should know. */
  noticed(kind: PeerNoticeKind, peer: ServerName, text: string): void;
  /** The peer has more of that epoch than was issued here: if it is this store's from before this start, the store was restored. */
  exceeded(peer: ServerName, epoch: string, sequence: number): void;
  /** For debugging, see PeerSessionEvents.step. */
  step(peer: ServerName, step: string, details: Record<string, number | string | null>): void;
}

export interface PeerTableDependencies {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Wall clock, Unix milliseconds. */
  readonly wallNow: () => number;
  readonly serverFor: (peer: ServerName) => SessionServer;
  /** Needed where changes are held back. Default: the event loop's. */
  readonly timers?: Timers;
}

/**
 * Links of one peer that may wait for their hello: both sides may dial at once, and each again before it knows that a link
 * is dead. Whoever proved who it is cannot keep more.
 */
export const UNGREETED_MAX = 4;

/**
 * Every configured peer and the one link to it that counts. Either side may dial, so two links of a pair can come up at
 * once: both sides keep the one that the server with the smaller name dialled, and of two that the same side dialled the
 * newer, because the older is then dead. What a link that was given up does later touches nothing.
 */
export class PeerTable {
  readonly peers = new Map<ServerName, PeerStatus>();
  readonly #self: ServerName;
  readonly #options: PeerSessionOptions;
  readonly #events: PeerTableEvents;
  readonly #dependencies: PeerTableDependencies;
  readonly #sessions = new Set<PeerSession>();
  readonly #refused = new WeakSet<PeerSession>();
  /** Links of another run of a peer's sidecar, which wait until it is known whether the link that counts is dead. */
  readonly #rivals = new Map<ServerName, PeerSession>();
  readonly #mesh = new MeshView();
  /** Peers no more, with links that have not closed yet. */
  readonly #gone = new Map<ServerName, PeerStatus>();

  constructor(
    self: ServerName,
    peers: readonly PeerConfig[],
    options: PeerSessionOptions,
    events: PeerTableEvents,
    dependencies: PeerTableDependencies,
  ) {
    this.#self = self;
    this.#options = options;
    this.#events = events;
    this.#dependencies = dependencies;
    for (const config of peers) this.#add(config);
  }

  /** Goes on with these peers. Links to those that are gone, or have to prove another pin, end. */
  configure(peers: readonly PeerConfig[]): void {
    const wanted = new Map(peers.map((config) => [config.name, config]));
    for (const [name, { config, session }] of [...this.peers]) {
      const other = wanted.get(name);
      if (other === undefined) this.#remove(name);
      const proven = session?.link.pin ?? config.pin;
      if (other === undefined || !hasPin(other, proven))
        this.end(name, 'pin', 'the pin is not the configured one any more');
    }
    for (const config of peers) this.#add(config);
  }

  linked(): ServerName[] {
    return [...this.peers].filter(([, { session }]) => session !== null).map(([name]) => name);
  }

  /** By peer with which this side is live, of those that tell: the servers with which that peer is live. */
  meshLive(): ReadonlyMap<ServerName, ReadonlySet<ServerName>> {
    const live = new Set(this.#live());
    return new Map([...this.#mesh.told].filter(([peer]) => live.has(peer)));
  }

  /** A session is under way but its hello has not been accepted. */
  connecting(peer: ServerName): boolean {
    return [...this.#sessions].some((session) => session.peer === peer && session.hello === null);
  }

  /** Starts the conversation on a link that the network brought up. */
  add(link: PeerLink): void {
    const { now, wallNow, serverFor, timers } = this.#dependencies;
    if (!link.outgoing) this.peers.get(link.peer)!.lastIncomingAt = wallNow();
    const server = serverFor(link.peer);
    this.#makeRoom(link.peer);
    const session = new PeerSession(link, server, this.#options, this.#sessionEvents(), now, timers);
    this.#sessions.add(session);
    session.start();
  }

  /** What every linked peer has to hear of. */
  changed(announced: readonly Announced[]): void {
    for (const { session } of this.peers.values()) session?.changed(announced);
  }

  tick(): void {
    for (const session of [...this.#sessions]) session.tick();
    this.#tellMesh();
    for (const { first, second, missing } of this.#mesh.tick(this.#live())) {
      for (const peer of [first, second]) this.peers.get(peer)!.missing = this.#mesh.missing(peer);
      const kind = missing ? 'mesh.link_missing' : 'mesh.link_back';
      const what = missing ? 'have no link to each other' : 'are linked again';
      this.#events.noticed(kind, first, `${first} and ${second} ${what}`);
    }
  }

  /** Ends the links to one peer. */
  end(peer: ServerName, code: ByeCode, reason: string): void {
    this.#rivals.delete(peer);
    for (const session of [...this.#sessions]) if (session.peer === peer) session.end(code, reason);
  }

  stop(): void {
    this.endAll('shutdown', 'the sidecar stops');
  }

  /** Ends every link; those that are dialled from here are dialled again. */
  endAll(code: ByeCode, reason: string): void {
    this.#rivals.clear();
    for (const session of [...this.#sessions]) session.end(code, reason);
  }

  #add(config: PeerConfig): void {
    const present = this.peers.get(config.name) ?? this.#gone.get(config.name);
    this.#gone.delete(config.name);
    this.peers.set(config.name, present ?? newStatus(config, this.#dependencies.wallNow()));
    if (present !== undefined) present.config = config;
  }

  #remove(peer: ServerName): void {
    this.#gone.set(peer, this.peers.get(peer)!);
    this.peers.delete(peer);
    this.#mesh.remove(peer);
    for (const [name, status] of this.peers) status.missing = this.#mesh.missing(name);
    this.#forgetGone(peer);
  }

  #forgetGone(peer: ServerName): void {
    if (![...this.#sessions].some((session) => session.peer === peer)) this.#gone.delete(peer);
  }

  #makeRoom(peer: ServerName): void {
    const waiting = [...this.#sessions].filter(
      (session) => session.peer === peer && session.hello === null && !session.ended,
    );
    if (waiting.length < UNGREETED_MAX) return;
    waiting[0]!.end('duplicate', `more than ${UNGREETED_MAX} links wait for their hello`);
  }

  #live(): ServerName[] {
    return [...this.peers].filter(([, { session }]) => session?.live).map(([name]) => name);
  }

  #tellMesh(): void {
    const live = this.#live();
    for (const { session } of this.peers.values()) session?.tellMesh(live);
  }

  #sessionEvents(): PeerSessionEvents {
    return {
      accepted: (session) => this.#accepted(session),
      answered: (session) => this.#answered(session),
      mesh: (session, servers) => this.#mesh.tell(session.peer, servers),
      exceeded: (session, epoch, sequence) => this.#events.exceeded(session.peer, epoch, sequence),
      refused: (session, code, reason) => {
        this.#refused.add(session);
        this.#status(session).lastError = `${code}: ${reason}`;
        this.#events.refused(session.peer, `${code}: ${reason}`);
      },
      rejected: (session, page, line, problem) => {
        this.#status(session).rejectedLines++;
        this.#events.rejected(session.peer, page, line, problem);
      },
      notAccepted: (session, { page, line, code, reason }) => {
        this.#events.notAccepted(session.peer, `page ${page}, line ${line}: ${code}: ${displayText(reason)}`);
      },
      compared: (session, outcome) => {
        this.#status(session).compared = { at: this.#dependencies.wallNow(), outcome };
        this.#events.compared(session.peer, outcome);
      },
      burstEnded: (session, documents) => this.#events.burstEnded(session.peer, documents),
      step: (session, step, details) => this.#events.step(session.peer, step, details),
      closed: (session, reason) => this.#closed(session, reason),
    };
  }

  #accepted(session: PeerSession): boolean {
    const status = this.#status(session);
    const time = session.hello?.time ?? null;
    status.clockAheadMs = time === null ? null : time - this.#dependencies.wallNow();
    const present = status.session;
    if (present !== null && isOtherRun(session, present)) {
      this.#rivals.get(session.peer)?.end('duplicate', 'a newer link of this pair waits');
      this.#rivals.set(session.peer, session);
      present.probe();
      return false;
    }
    if (present !== null && !this.#replaces(session.link, present.link)) {
      present.probe();
      session.end('duplicate', 'another link of this pair is kept');
      return false;
    }
    if (present === null) status.since = this.#dependencies.wallNow();
    this.#count(session);
    present?.end('duplicate', 'a newer link of this pair is kept');
    return true;
  }

  #count(session: PeerSession): void {
    this.#status(session).session = session;
    this.#mesh.forget(session.peer);
    this.#events.linked(session.peer, session);
    this.#comparePolicies(session);
  }

  /** The link that counts is alive: whoever else has this name is another. */
  #answered(session: PeerSession): void {
    const rival = this.#rivals.get(session.peer);
    if (this.#status(session).session !== session || rival === undefined) return;
    this.#rivals.delete(session.peer);
    const text = `another live sidecar speaks for ${session.peer}: only one may run with a [server] name and its key`;
    rival.end('duplicate', text);
    this.#events.noticed('peer.cloned', session.peer, text);
  }

  #comparePolicies({ peer, hello, server }: PeerSession): void {
    const ours = server.rules.conflicts;
    const theirs = hello?.conflicts ?? null;
    if (ours === null || theirs === null) return;
    const differences = policyDifferences(server.casemapping, ours, theirs);
    if (differences !== null) this.#events.noticed('policy.differs', peer, differences);
  }

  #replaces(link: PeerLink, present: PeerLink): boolean {
    if (link.outgoing === present.outgoing) return true;
    return link.outgoing === this.#self < link.peer;
  }

  #closed(session: PeerSession, reason: string): void {
    this.#sessions.delete(session);
    const status = this.#status(session);
    const rival = this.#rivals.get(session.peer);
    if (rival === session) this.#rivals.delete(session.peer);
    if (status.session !== session) {
      if (status.session === null) status.lastError = reason;
      if (session.hello === null && !this.#refused.has(session)) this.#events.failed(session.peer, reason);
      this.#forgetGone(session.peer);
      return;
    }
    status.session = null;
    status.since = this.#dependencies.wallNow();
    status.lastError = reason;
    this.#mesh.forget(session.peer);
    this.#events.unlinked(session.peer, reason);
    this.#forgetGone(session.peer);
    if (rival === undefined || rival.ended) this.#tellMesh();
    else this.#promote(rival);
  }

  #promote(rival: PeerSession): void {
    this.#rivals.delete(rival.peer);
    this.#count(rival);
    rival.admit();
  }

  #status(session: PeerSession): PeerStatus {
    return this.peers.get(session.peer) ?? this.#gone.get(session.peer)!;
  }
}

function newStatus(config: PeerConfig, since: number): PeerStatus {
  return {
    config,
    session: null,
    since,
    rejectedLines: 0,
    lastError: '',
    missing: [],
    compared: null,
    lastIncomingAt: 0,
    clockAheadMs: null,
  };
}

/** False where one of them does not tell. */
function isOtherRun({ hello: one }: PeerSession, { hello: other }: PeerSession): boolean {
  return one?.run != null && other?.run != null && one.run !== other.run;
}
