import type { ChannelId, ServerName } from '../core/identity.ts';
import { displayText } from '../core/irc-text.ts';
import type { Announced } from '../extension/burst-extension.ts';
import type { ComparedItems } from '../extension/burst-router.ts';
import type { HelloMessage } from '../wire/hello-line.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import {
  type ByeCode,
  type ControlMessage,
  decodeMessage,
  encodeMessage,
  type SessionMessage,
} from '../wire/session-message.ts';
import type { DigestOutcome } from './digest-round.ts';
import { helloRefusal, PROTOCOL_VERSION } from './hello-refusal.ts';
import { LifeSigns } from './life-signs.ts';
import { LinkedSession, type LinkedSessionEvents, type LinkedSessionOptions } from './linked-session.ts';
import type { PeerLink } from './peer-link.ts';
import { SessionCompression } from './session-compression.ts';
import type { ComparisonWaiter } from './session-digests.ts';
import type { SessionServer } from './session-server.ts';
import { systemTimers, type Timers } from './timers.ts';

/** What a session can do beyond the least, whatever is burst. */
const SESSION_CAPABILITIES = ['mesh', 'digest'];

export const HELLO_TIMEOUT_MS = 10_000;

export type PeerSessionOptions = LinkedSessionOptions;

/** As `LinkedSessionEvents`, with the session. */
export interface PeerSessionEvents {
  /** The peer said hello and nothing is wrong with it. False: it has to wait for `admit`, or was ended. */
  accepted(session: PeerSession): boolean;
  /** The peer's hello was refused, by this side. */
  refused(session: PeerSession, code: ByeCode, reason: string): void;
  answered(session: PeerSession): void;
  mesh(session: PeerSession, servers: readonly ServerName[]): void;
  exceeded(session: PeerSession, epoch: string, sequence: number): void;
  rejected(session: PeerSession, page: number, line: number, problem: LineProblem): void;
  notAccepted(session: PeerSession, message: Extract<SessionMessage, { verb: 'NAK' }>): void;
  burstEnded(session: PeerSession, documents: number): void;
  step(session: PeerSession, step: string, details: Record<string, number | string | null>): void;
  compared(session: PeerSession, outcome: DigestOutcome): void;
  /** Once, whatever ended it. */
  closed(session: PeerSession, reason: string): void;
}

/**
 * The conversation with one peer over one link, from hello to bye. It reads no clock: the caller passes the time and
 * calls `tick` every second or so.
 *
 * A link counts as up only when the peer's hello was accepted: after TLS 1.3 a client believes in a connection that the
 * server is about to refuse.
 */
export class PeerSession {
  readonly link: PeerLink;
  readonly server: SessionServer;
  readonly #options: PeerSessionOptions;
  readonly #events: PeerSessionEvents;
  readonly #now: () => number;
  readonly #timers: Timers;
  readonly #startedAt: number;
  /** How what is sent and what is received is compressed. */
  readonly compression: SessionCompression;
  readonly #signs: LifeSigns;
  #hello: HelloMessage | null = null;
  /** After the hello. */
  #linked: LinkedSession | null = null;
  #closing: string | null = null;
  #closed = false;
  rejectedLines = 0;

  constructor(
    link: PeerLink,
    server: SessionServer,
    options: PeerSessionOptions,
    events: PeerSessionEvents,
    now: () => number,
    timers: Timers = systemTimers,
  ) {
    this.link = link;
    this.server = server;
    this.#options = options;
    this.#events = events;
    this.#now = now;
    this.#timers = timers;
    this.#startedAt = now();
    this.compression = new SessionCompression(link, options.compression ?? []);
    this.#signs = new LifeSigns((token) => this.#send({ verb: 'PING', token }), this.#startedAt);
  }

  get peer(): ServerName {
    return this.link.peer;
  }

  /** What the peer said of itself, once it did. */
  get hello(): HelloMessage | null {
    return this.#hello;
  }

  /** Capabilities that both sides have. */
  get capabilities(): string[] {
    return this.#ownCapabilities.filter((capability) => this.#hello?.capabilities.includes(capability));
  }

  /** Both bursts are done. */
  get live(): boolean {
    return this.#linked?.live === true;
  }

  get dirty(): boolean {
    return this.#linked?.dirty === true;
  }

  get waiting(): number {
    return this.#linked?.waiting ?? 0;
  }

  /** The last sequence that the peer told of on this link; 0: none yet. */
  get toldSequence(): number {
    return this.#linked?.toldSequence ?? 0;
  }

  /** Of the last answer, microseconds; 0: none came yet. */
  get latencyUs(): number {
    return this.#signs.latencyUs;
  }

  /** It is closed, or about to be. */
  get ended(): boolean {
    return this.#closed || this.#closing !== null;
  }

  start(): void {
    this.link.open({
      line: (line) => this.#line(line),
      drain: () => this.#linked?.drained(),
      closed: (reason) => this.#linkClosed(reason),
    });
    const { name, casemapping, epoch, software, run, rules } = this.server;
    const version = PROTOCOL_VERSION;
    const capabilities = this.#ownCapabilities;
    const peers = this.server.linkedPeers();
    const have = this.server.extensions.held(this.peer);
    const time = this.server.wallNow();
    const self = {
      version,
      server: name,
      casemapping,
      epoch,
      software,
      capabilities,
      peers,
      run,
      time,
      have,
    };
    this.#send({ verb: 'HELLO', ...self, ...rules });
  }

  /** Goes on after the hello. */
  admit(): void {
    const { link, server } = this;
    server.greeted(this.#hello!);
    this.#linked = new LinkedSession(this.#options, {
      ...{ link, server, hello: this.#hello!, capabilities: this.capabilities },
      ...{ compression: this.compression, signs: this.#signs, now: this.#now, timers: this.#timers },
      events: this.#linkedEvents(),
      send: (message) => this.#send(message),
    });
    this.#linked.start();
    link.resume();
  }

  /** Tells the peer of changes. */
  changed(announced: readonly Announced[]): void {
    if (!this.#closed) this.#linked?.changed(announced);
  }

  /** Asks the peer for a channel. False: not before both bursts are done. */
  request(channelId: ChannelId): boolean {
    if (this.ended || !this.live) return false;
    this.#send({ verb: 'REQUEST', channelId });
    return true;
  }

  /** Asks the peer for everything that it holds. False: as of `request`. */
  requestAll(): boolean {
    if (this.ended || !this.live) return false;
    this.#send({ verb: 'REQUEST', channelId: null });
    return true;
  }

  /** Compares what both have. Null: not before both bursts are done, or as `SessionDigests.compare`. */
  compare(waiter: ComparisonWaiter): (() => void) | null {
    return this.ended || !this.live ? null : this.#linked!.compare(waiter);
  }

  /** What is compared with the peer; null: nothing is. */
  get compared(): ComparedItems | null {
    return this.#linked?.compared ?? null;
  }

  /** Tells the peer with whom this side is live, if that is news to it. */
  tellMesh(servers: readonly ServerName[]): void {
    this.#linked?.tellMesh(servers);
  }

  /** Another link to the same peer has come: this one has to show soon that it is alive, or ends. */
  probe(): void {
    this.#signs.probe(this.#now());
  }

  tick(): void {
    if (this.#closed) return;
    const now = this.#now();
    const problem = this.#overdue(now);
    if (problem === null) this.#linked?.tick(now);
    else this.end('timeout', problem);
  }

  /** Says why and closes. */
  end(code: ByeCode, reason: string): void {
    if (this.#closing !== null) return;
    this.#closing = `${code}: ${reason}`;
    this.#send({ verb: 'BYE', code, reason });
    this.link.close(this.#closing);
  }

  get #ownCapabilities(): readonly string[] {
    return [...SESSION_CAPABILITIES, ...this.server.extensions.capabilities, ...this.compression.offered];
  }

  #overdue(now: number): string | null {
    if (this.#hello === null && now - this.#startedAt > HELLO_TIMEOUT_MS) return 'no hello came';
    const { burstTimeoutMs } = this.#options;
    const oldestPage = this.#linked?.oldestPage() ?? now;
    if (now - oldestPage > burstTimeoutMs)
      return `a page was not acknowledged within burst_timeout (${burstTimeoutMs / 1000} s)`;
    if ((this.#linked?.burstIdleMs(now) ?? 0) > burstTimeoutMs)
      return `its burst brought nothing within burst_timeout (${burstTimeoutMs / 1000} s)`;
    return this.#signs.tick(now);
  }

  #line(line: string): void {
    if (this.#closing !== null) return;
    this.#signs.heard(this.#now());
    const item = this.#linked?.itemLine(line);
    const problem = item === undefined ? this.#ownLine(line) : item;
    if (problem !== null) this.end('protocol', problem);
  }

  /** Returns what ends the session, or null. */
  #ownLine(line: string): string | null {
    const decoded = decodeMessage(line, this.server.casemapping);
    const linked = this.#linked;
    if ('problem' in decoded) {
      if (linked !== null) return linked.badLine(decoded.problem, line);
      return `the first line must be a HELLO: ${decoded.problem.reason}`;
    }
    if (decoded.verb === 'BYE') {
      this.#closing = `the peer ended the link: ${decoded.code}: ${displayText(decoded.reason)}`;
      this.link.close(this.#closing);
      return null;
    }
    if (decoded.verb === 'HELLO') return this.#greeted(decoded);
    return linked === null ? `${decoded.verb} came before HELLO` : linked.message(decoded);
  }

  #greeted(hello: HelloMessage): string | null {
    if (this.#hello !== null) return 'HELLO came twice';
    const refusal = helloRefusal(this.server, this.peer, hello);
    if (refusal !== null) {
      this.#events.refused(this, refusal.code, refusal.reason);
      this.end(refusal.code, refusal.reason);
      return null;
    }
    this.#hello = hello;
    this.#events.step(this, 'hello.accepted', {
      software: displayText(hello.software),
      peers: hello.peers.join(' '),
    });
    if (this.#events.accepted(this)) this.admit();
    else this.link.pause();
    return null;
  }

  #linkedEvents(): LinkedSessionEvents {
    const events = this.#events;
    return {
      answered: () => events.answered(this),
      mesh: (servers) => events.mesh(this, servers),
      exceeded: (epoch, sequence) => events.exceeded(this, epoch, sequence),
      rejected: (page, line, problem) => {
        this.rejectedLines++;
        events.rejected(this, page, line, problem);
      },
      notAccepted: (message) => events.notAccepted(this, message),
      burstEnded: (documents) => events.burstEnded(this, documents),
      step: (step, details) => events.step(this, step, details),
      compared: (outcome) => events.compared(this, outcome),
    };
  }

  #linkClosed(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#linked?.stop();
    this.#events.closed(this, this.#closing ?? reason);
  }

  #send(message: ControlMessage): void {
    if (!this.#closed) this.link.write([encodeMessage(message)]);
  }
}
