import { randomInt } from 'node:crypto';
import type { ServerName } from '../core/identity.ts';
import { displayText } from '../core/irc-text.ts';
import type { ItemChanges } from '../extension/burst-extension.ts';
import type { BurstRouter, RoutedItem, RoutedProblem } from '../extension/burst-router.ts';
import type { DigestMessage } from '../wire/digest-line.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import {
  type ByeCode,
  type Compression,
  type ControlMessage,
  decodeMessage,
  encodeMessage,
  type SessionMessage,
} from '../wire/session-message.ts';
import { type DeltaGateOptions, openGate } from './delta-gate.ts';
import type { DigestOutcome } from './digest-round.ts';
import { helloRefusal, PROTOCOL_VERSION } from './hello-refusal.ts';
import { LifeSigns } from './life-signs.ts';
import type { PeerLink } from './peer-link.ts';
import { SessionCompression } from './session-compression.ts';
import { SessionDigests } from './session-digests.ts';
import { SessionReceiver } from './session-receiver.ts';
import { SessionSender } from './session-sender.ts';
import type { SessionServer } from './session-server.ts';
import { type CancelTimer, systemTimers, type Timers } from './timers.ts';

/** What a session can do beyond the least, whatever is burst. */
const SESSION_CAPABILITIES = ['mesh', 'digest'];

export const HELLO_TIMEOUT_MS = 10_000;
/** A peer that says nothing readable for so long speaks something else: each of its lines costs an answer. */
export const BAD_LINES_MAX = 1000;

const NO_EXTENSION: LineProblem = {
  code: 'unknown-verb',
  reason: 'no extension here takes such a line',
  channelId: null,
};

const NOTHING_COMPARED: LineProblem = {
  code: 'unknown-verb',
  reason: 'nothing is compared on this link',
  channelId: null,
};

/** How often two sides that are equal prove it again. */
const DIGEST_INTERVAL_MS = 300_000;

export interface PeerSessionOptions {
  readonly pageSize: number;
  readonly burstTimeoutMs: number;
  /** What the link may be compressed with, the preferred one first. Default: nothing. */
  readonly compression?: readonly Compression[];
  /** What holds changes back. Default: nothing. */
  readonly delta?: DeltaGateOptions;
  /** How long after a comparison that found nothing the next one begins. Default: five minutes. */
  readonly digestIntervalMs?: number;
  /** Random, from 0 to 2^32 - 1, for a comparison. */
  readonly salt?: () => number;
}

export interface PeerSessionEvents {
  /** The peer said hello and nothing is wrong with it. False: it has to wait for `admit`, or was ended. */
  accepted(session: PeerSession): boolean;
  /** The peer answered a `probe`. */
  answered(session: PeerSession): void;
  /** With these servers the peer is live. */
  mesh(session: PeerSession, servers: readonly ServerName[]): void;
  /** The peer has more of this epoch than was ever issued here. The session ends itself. */
  exceeded(session: PeerSession, epoch: string, sequence: number): void;
  /** The peer's hello was refused, by this side. */
  refused(session: PeerSession, code: ByeCode, reason: string): void;
  rejected(session: PeerSession, page: number, line: number, problem: LineProblem): void;
  notAccepted(session: PeerSession, message: Extract<SessionMessage, { verb: 'NAK' }>): void;
  burstEnded(session: PeerSession, documents: number): void;
  /** A step of the synchronisation, for debugging; `details` holds numbers and codes, never what a channel is. */
  step(session: PeerSession, step: string, details: Record<string, number | string | null>): void;
  /** Once, whatever ended it. */
  closed(session: PeerSession, reason: string): void;
  /** Both sides were compared. */
  compared(session: PeerSession, outcome: DigestOutcome): void;
}

type Hello = Extract<SessionMessage, { verb: 'HELLO' }>;

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
  readonly #compression: SessionCompression;
  readonly #signs: LifeSigns;
  #hello: Hello | null = null;
  #router: BurstRouter | null = null;
  #sender: SessionSender | null = null;
  #receiver: SessionReceiver | null = null;
  #digests: SessionDigests | null = null;
  #resumed = false;
  /** The peer did not take something: its acknowledgements do not mean that it has it. */
  #notAccepted = false;
  #toldMesh = '';
  #closing: string | null = null;
  #closed = false;
  /** Since the last line that could be read. */
  #badLines = 0;
  #cancelWake: CancelTimer | null = null;
  rejectedLines = 0;

  constructor(
    link: PeerLink,
    server: SessionServer,
    options: PeerSessionOptions,
    events: PeerSessionEvents,
    now: () => number,
    timers: Timers = systemTimers,
  ) {
    this.#timers = timers;
    this.link = link;
    this.server = server;
    this.#options = options;
    this.#events = events;
    this.#now = now;
    this.#startedAt = now();
    this.#compression = new SessionCompression(link, options.compression ?? []);
    this.#signs = new LifeSigns((token) => this.#send({ verb: 'PING', token }), this.#startedAt);
  }

  get #ownCapabilities(): readonly string[] {
    return [...SESSION_CAPABILITIES, ...this.server.extensions.capabilities, ...this.#compression.offered];
  }

  get peer(): ServerName {
    return this.link.peer;
  }

  /** Of the last answer, microseconds; 0: none came yet. */
  get latencyUs(): number {
    return this.#signs.latencyUs;
  }

  /** It is closed, or about to be. */
  get ended(): boolean {
    return this.#closed || this.#closing !== null;
  }

  /** What the peer said of itself, once it did. */
  get hello(): Hello | null {
    return this.#hello;
  }

  /** Capabilities that both sides have. */
  get capabilities(): string[] {
    return this.#ownCapabilities.filter((capability) => this.#hello?.capabilities.includes(capability));
  }

  /** Both bursts are done. */
  get live(): boolean {
    return this.#sender?.live === true && this.#receiver?.live === true;
  }

  get dirty(): boolean {
    return this.#receiver?.dirty === true;
  }

  get waiting(): number {
    return this.#sender?.waiting ?? 0;
  }

  start(): void {
    this.link.open({
      line: (line) => this.#line(line),
      drain: () => this.#drained(),
      closed: (reason) => this.#linkClosed(reason),
    });
    const { name, casemapping, epoch, software, run, rules } = this.server;
    const version = PROTOCOL_VERSION;
    const capabilities = this.#ownCapabilities;
    const peers = this.server.linkedPeers();
    const self = { version, server: name, casemapping, epoch, software, capabilities, peers, run };
    this.#send({ verb: 'HELLO', ...self, ...rules });
  }

  /** Tells the peer of changes. */
  changed(burstType: string, changes: ItemChanges): void {
    if (this.#closed) return;
    const now = this.#now();
    for (const [id, parts] of changes) this.#sender?.changed({ burstType, id }, parts, now);
    this.#sender?.pump(now);
  }

  /** Another link to the same peer has come: this one has to show soon that it is alive, or ends. */
  probe(): void {
    this.#signs.probe(this.#now());
  }

  /** Tells the peer with whom this side is live, if that is news to it. */
  tellMesh(servers: readonly ServerName[]): void {
    const told = servers.join(' ');
    if (!this.live || told === this.#toldMesh || !this.capabilities.includes('mesh')) return;
    this.#toldMesh = told;
    this.#send({ verb: 'MESH', servers });
  }

  tick(): void {
    if (this.#closed) return;
    const now = this.#now();
    const problem = this.#overdue(now);
    if (problem !== null) {
      this.end('timeout', problem);
      return;
    }
    this.#sender?.tick(now);
    this.#digests?.tick(now);
    this.#noteAcknowledged();
  }

  /** Says why and closes. */
  end(code: ByeCode, reason: string): void {
    if (this.#closing !== null) return;
    this.#closing = `${code}: ${reason}`;
    this.#send({ verb: 'BYE', code, reason });
    this.link.close(this.#closing);
  }

  #overdue(now: number): string | null {
    if (this.#hello === null && now - this.#startedAt > HELLO_TIMEOUT_MS) return 'no hello came';
    const { burstTimeoutMs } = this.#options;
    const oldestPage = this.#sender?.oldestPage() ?? now;
    if (now - oldestPage > burstTimeoutMs)
      return `a page was not acknowledged within burst_timeout (${burstTimeoutMs / 1000} s)`;
    return this.#signs.tick(now);
  }

  #line(line: string): void {
    if (this.#closing !== null) return;
    this.#signs.heard(this.#now());
    const problem = this.#take(line);
    if (problem !== null) this.end('protocol', problem);
  }

  /** Returns what ends the session, or null. */
  #take(line: string): string | null {
    const item = this.#router?.read(line) ?? null;
    if (item !== null && this.#receiver !== null) return this.#takeItem(this.#receiver, item, line.length);
    const decoded = decodeMessage(line, this.server.casemapping);
    if (!('problem' in decoded)) return this.#message(decoded);
    if (this.#receiver === null) return `the first line must be a HELLO: ${decoded.problem.reason}`;
    // There is no reading what follows it.
    if (line.startsWith('COMPRESS')) return `COMPRESS makes no sense: ${decoded.problem.reason}`;
    return this.#countBadLine() ?? this.#receiver.badControl(decoded.problem);
  }

  #takeItem(receiver: SessionReceiver, item: RoutedItem | RoutedProblem, bytes: number): string | null {
    if ('problem' in item)
      return (item.failed ? null : this.#countBadLine()) ?? receiver.badItem(item, bytes);
    this.#badLines = 0;
    return receiver.item(item, bytes);
  }

  #countBadLine(): string | null {
    return ++this.#badLines > BAD_LINES_MAX
      ? `more than ${BAD_LINES_MAX} lines in a row made no sense`
      : null;
  }

  #message(message: SessionMessage): string | null {
    this.#badLines = 0;
    if (message.verb === 'BYE') {
      this.#closing = `the peer ended the link: ${message.code}: ${displayText(message.reason)}`;
      this.link.close(this.#closing);
      return null;
    }
    if (message.verb === 'HELLO') return this.#greeted(message);
    const receiver = this.#receiver;
    if (receiver === null) return `${message.verb} came before HELLO`;
    switch (message.verb) {
      case 'COMPRESS':
        this.#events.step(this, 'compression.begins', { algorithm: message.algorithm });
        return this.#compression.announced(message.algorithm);
      case 'BURST':
      case 'PAGE':
      case 'EOB':
        this.#received(message);
        return receiver.control(message);
      case 'PING':
        this.#send({ verb: 'PONG', token: message.token });
        return null;
      case 'PONG':
        if (this.#signs.answered(message.token, this.#now())) this.#events.answered(this);
        return null;
      case 'MESH':
        this.#events.mesh(this, message.servers);
        return null;
      case 'DIGEST':
      case 'SUMS':
      case 'DIFFER':
        return this.#compare(receiver, message);
      case 'NAK':
        this.#notAccepted = true;
        this.#events.notAccepted(this, message);
        return null;
      case 'RESUME':
      case 'ACK':
      case 'REQUEST':
        return this.#toSender(message);
      default:
        return receiver.badControl(NO_EXTENSION);
    }
  }

  #compare(receiver: SessionReceiver, message: DigestMessage): null {
    return this.#digests?.message(message, this.#now()) ? null : receiver.badControl(NOTHING_COMPARED);
  }

  #toSender(message: Extract<SessionMessage, { verb: 'RESUME' | 'ACK' | 'REQUEST' }>): string | null {
    const sender = this.#sender!;
    const now = this.#now();
    if (message.verb === 'RESUME') {
      if (this.#resumed) return 'RESUME came twice';
      this.#resumed = true;
      return this.#resume(sender, message, now);
    }
    if (!this.#resumed) return `${message.verb} came before RESUME`;
    if (message.verb === 'REQUEST') {
      this.#events.step(this, 'channel.requested', { id: message.channelId });
      if (message.channelId === null) sender.requestedAll(now);
      else sender.requested(message.channelId, now);
    } else {
      this.#events.step(this, 'page.acknowledged', { page: message.number });
      const problem = sender.acknowledged(message.number);
      if (problem !== null) return problem;
    }
    sender.pump(now);
    return null;
  }

  #resume(
    sender: SessionSender,
    { epoch, sequence }: Extract<SessionMessage, { verb: 'RESUME' }>,
    now: number,
  ): string | null {
    const known = epoch === this.server.epoch;
    if (known && sequence > this.server.sequence()) {
      this.#events.exceeded(this, epoch, sequence);
      return 'the resume point is beyond what was issued here: this store was restored from a copy, or the peer is wrong';
    }
    const since = known ? sequence : 0;
    this.server.acknowledged(since);
    this.#events.step(this, 'burst.prepared', { mode: since === 0 ? 'full' : 'resume', since });
    sender.begin(since, now);
    return null;
  }

  #noteAcknowledged(): void {
    const sequence = this.#sender?.acknowledgedSequence ?? 0;
    if (sequence > 0 && !this.#notAccepted) this.server.acknowledged(sequence);
  }

  #received(message: Extract<SessionMessage, { verb: 'BURST' | 'PAGE' | 'EOB' }>): void {
    const { verb, ...details } = message;
    const told = 'missing' in details ? { ...details, missing: details.missing.length } : details;
    this.#events.step(this, `${verb.toLowerCase()}.received`, told);
  }

  #greeted(hello: Hello): string | null {
    if (this.#hello !== null) return 'HELLO came twice';
    const refusal = helloRefusal(this.server, this.peer, hello);
    if (refusal !== null) {
      this.#events.refused(this, refusal.code, refusal.reason);
      this.end(refusal.code, refusal.reason);
      return null;
    }
    this.#hello = hello;
    if (this.#events.accepted(this)) this.admit();
    else this.link.pause();
    return null;
  }

  /** Goes on after the hello. */
  admit(): void {
    const { epoch, capabilities, channels, fields } = this.#hello!;
    const router = this.server.extensions.linked({
      ...{ server: this.peer, capabilities: this.capabilities, channels, fields },
    });
    this.#router = router;
    const { pageSize, delta = openGate } = this.#options;
    this.#sender = new SessionSender(
      { pageSize, delta },
      { link: this.link, server: this.server, router, wakeAfter: (delayMs) => this.#wakeAfter(delayMs) },
    );
    this.#receiver = new SessionReceiver(this.server, router, epoch, {
      send: (message) => this.#send(message),
      rejected: (page, line, problem) => {
        this.rejectedLines++;
        this.#events.rejected(this, page, line, problem);
      },
      burstEnded: (documents) => this.#events.burstEnded(this, documents),
    });
    if (this.capabilities.includes('digest')) this.#digests = this.#createDigests(router, this.#sender);
    this.#compression.start(capabilities, (algorithm) => this.#send({ verb: 'COMPRESS', algorithm }));
    const cursor = this.server.cursor();
    const known = cursor?.epoch === epoch ? cursor : null;
    this.#send({ verb: 'RESUME', epoch: known?.epoch ?? null, sequence: known?.sequence ?? 0 });
    this.#signs.ask(this.#now());
    this.link.resume();
  }

  #createDigests(router: BurstRouter, sender: SessionSender): SessionDigests {
    const { burstTimeoutMs, digestIntervalMs = DIGEST_INTERVAL_MS, salt = randomSalt } = this.#options;
    return new SessionDigests(
      {
        server: this.server.name,
        peer: this.peer,
        intervalMs: digestIntervalMs,
        timeoutMs: burstTimeoutMs,
        salt,
      },
      {
        router,
        live: () => this.live,
        quiet: () => sender.waiting === 0,
        emit: (message) => this.#send(message),
        send: (item) => sender.changed(item, null, this.#now()),
        request: ({ id }) => this.#send({ verb: 'REQUEST', channelId: id }),
        ended: (outcome) => {
          this.#events.compared(this, outcome);
          this.#pump();
        },
      },
    );
  }

  #drained(): void {
    this.#sender?.drained();
    this.#pump();
  }

  #pump(): void {
    if (!this.#closed) this.#sender?.pump(this.#now());
  }

  /** One timer at a time: whenever it runs out, the sender says how long it still wants to wait. */
  #wakeAfter(delayMs: number): void {
    this.#cancelWake ??= this.#timers.after(delayMs, () => {
      this.#cancelWake = null;
      this.#pump();
    });
  }

  #linkClosed(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelWake?.();
    this.#events.closed(this, this.#closing ?? reason);
  }

  #send(message: ControlMessage): void {
    if (!this.#closed) this.link.write([encodeMessage(message)]);
  }
}

function randomSalt(): number {
  return randomInt(2 ** 32);
}
