import type { PeerConfig } from '../config/sidecar-config.ts';
import type { ServerName } from '../core/identity.ts';
import { displayText } from '../core/irc-text.ts';
import type { ItemChanges } from '../extension/burst-extension.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import type { PeerLink } from './peer-link.ts';
import { PeerSession, type PeerSessionEvents, type PeerSessionOptions } from './peer-session.ts';
import type { SessionServer } from './session-server.ts';
import type { Timers } from './timers.ts';

/** What is known of a configured peer, linked or not. */
export interface PeerStatus {
  readonly config: PeerConfig;
  session: PeerSession | null;
  /** Wall clock, Unix ms: since when it is linked or not. */
  since: number;
  rejectedLines: number;
  lastError: string;
}

export interface PeerTableEvents {
  linked(peer: ServerName, session: PeerSession): void;
  burstEnded(peer: ServerName, documents: number): void;
  unlinked(peer: ServerName, reason: string): void;
  refused(peer: ServerName, reason: string): void;
  /** A link ended before the peer's hello was accepted, and not because it was refused. */
  failed(peer: ServerName, reason: string): void;
  rejected(peer: ServerName, page: number, line: number, problem: LineProblem): void;
  notAccepted(peer: ServerName, text: string): void;
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
    const since = dependencies.wallNow();
    for (const config of peers) {
      this.peers.set(config.name, { config, session: null, since, rejectedLines: 0, lastError: '' });
    }
  }

  linked(): ServerName[] {
    return [...this.peers].filter(([, { session }]) => session !== null).map(([name]) => name);
  }

  /** A session is under way but its hello has not been accepted. */
  connecting(peer: ServerName): boolean {
    return [...this.#sessions].some((session) => session.peer === peer && session.hello === null);
  }

  /** Starts the conversation on a link that the network brought up. */
  add(link: PeerLink): void {
    const { now, serverFor, timers } = this.#dependencies;
    const server = serverFor(link.peer);
    const session = new PeerSession(link, server, this.#options, this.#sessionEvents(), now, timers);
    this.#sessions.add(session);
    session.start();
  }

  /** What every linked peer has to hear of. */
  changed(burstType: string, changes: ItemChanges): void {
    for (const { session } of this.peers.values()) session?.changed(burstType, changes);
  }

  tick(): void {
    for (const session of [...this.#sessions]) session.tick();
  }

  stop(): void {
    for (const session of [...this.#sessions]) session.end('shutdown', 'the sidecar stops');
  }

  #sessionEvents(): PeerSessionEvents {
    return {
      accepted: (session) => this.#accepted(session),
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
      burstEnded: (session, documents) => this.#events.burstEnded(session.peer, documents),
      step: (session, step, details) => this.#events.step(session.peer, step, details),
      closed: (session, reason) => this.#closed(session, reason),
    };
  }

  #accepted(session: PeerSession): boolean {
    const status = this.#status(session);
    const present = status.session;
    if (present !== null && !this.#replaces(session.link, present.link)) {
      present.probe();
      session.end('duplicate', 'another link of this pair is kept');
      return false;
    }
    status.session = session;
    if (present === null) status.since = this.#dependencies.wallNow();
    else present.end('duplicate', 'a newer link of this pair is kept');
    this.#events.linked(session.peer, session);
    return true;
  }

  #replaces(link: PeerLink, present: PeerLink): boolean {
    if (link.outgoing === present.outgoing) return true;
    return link.outgoing === this.#self < link.peer;
  }

  #closed(session: PeerSession, reason: string): void {
    this.#sessions.delete(session);
    const status = this.#status(session);
    if (status.session !== session) {
      if (status.session === null) status.lastError = reason;
      if (session.hello === null && !this.#refused.has(session)) this.#events.failed(session.peer, reason);
      return;
    }
    status.session = null;
    status.since = this.#dependencies.wallNow();
    status.lastError = reason;
    this.#events.unlinked(session.peer, reason);
  }

  #status(session: PeerSession): PeerStatus {
    return this.peers.get(session.peer)!;
  }
}
