import { randomInt } from 'node:crypto';
import type { ServerName } from '../core/identity.ts';
import type { Announced } from '../extension/burst-extension.ts';
import type { BurstRouter, ComparedItems, RoutedItem, RoutedProblem } from '../extension/burst-router.ts';
import type { HelloMessage } from '../wire/hello-line.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import type { Compression, ControlMessage, SessionMessage } from '../wire/session-message.ts';
import { type DeltaGateOptions, openGate } from './delta-gate.ts';
import type { DigestOutcome } from './digest-round.ts';
import type { LifeSigns } from './life-signs.ts';
import type { PeerLink } from './peer-link.ts';
import type { SessionCompression } from './session-compression.ts';
import { type ComparisonWaiter, SessionDigests, type SessionDigestsOptions } from './session-digests.ts';
import { SessionReceiver } from './session-receiver.ts';
import { type SentPage, SessionSender, type SessionSenderOptions } from './session-sender.ts';
import type { SessionServer } from './session-server.ts';
import type { CancelTimer, Timers } from './timers.ts';

/** A peer that says nothing readable for so long speaks something else: each of its lines costs an answer. */
export const BAD_LINES_MAX = 1000;

/** How often two sides that are equal prove it again. */
const DIGEST_INTERVAL_MS = 300_000;

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

export interface LinkedSessionOptions {
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

export interface LinkedSessionEvents {
  /** The peer answered a probe. */
  answered(): void;
  /** With these servers the peer is live. */
  mesh(servers: readonly ServerName[]): void;
  /** The peer has more of this epoch than was ever issued here. The session ends itself. */
  exceeded(epoch: string, sequence: number): void;
  rejected(page: number, line: number, problem: LineProblem): void;
  notAccepted(message: Extract<SessionMessage, { verb: 'NAK' }>): void;
  burstEnded(documents: number): void;
  /** A step of the synchronisation, for debugging; `details` holds numbers and codes, never what a channel is. */
  step(step: string, details: Record<string, number | string | null>): void;
  /** Both sides were compared. */
  compared(outcome: DigestOutcome): void;
}

export interface LinkedSessionDependencies {
  readonly link: PeerLink;
  readonly server: SessionServer;
  readonly hello: HelloMessage;
  /** What both sides can do. */
  readonly capabilities: readonly string[];
  readonly compression: SessionCompression;
  readonly signs: LifeSigns;
  readonly events: LinkedSessionEvents;
  readonly send: (message: ControlMessage) => void;
  readonly now: () => number;
  readonly timers: Timers;
}

type Of<Verb extends SessionMessage['verb']> = Extract<SessionMessage, { verb: Verb }>;

/** A session after the hello: bursts and changes in both directions, and what both sides say of the network. */
export class LinkedSession {
  readonly #dependencies: LinkedSessionDependencies;
  readonly #router: BurstRouter;
  readonly #sender: SessionSender;
  readonly #receiver: SessionReceiver;
  readonly #digests: SessionDigests | null;
  #resumed = false;
  /** The peer did not take something: its acknowledgements do not mean that it has it. */
  #notAccepted = false;
  #toldMesh = '';
  /** Since the last line that could be read. */
  #badLines = 0;
  #cancelWake: CancelTimer | null = null;
  /**
   * When a line of the peer's burst came last, or what came still waited for the disk. A peer that is alive and never comes to
   * the end of its burst would keep both sides from being compared, and from forgetting, for good.
   */
  #burstMovedAt: number;

  constructor(options: LinkedSessionOptions, dependencies: LinkedSessionDependencies) {
    const { link, server, hello, capabilities, events, send } = dependencies;
    this.#dependencies = dependencies;
    const { channels, fields, run } = hello;
    const has = heldOf(hello, server);
    this.#router = server.extensions.linked({ server: link.peer, capabilities, channels, fields, run, has });
    const router = this.#router;
    const wakeAfter = (delayMs: number) => this.#wakeAfter(delayMs);
    const sent = (page: SentPage) => events.step('page.sent', { ...page, waiting: this.waiting });
    this.#sender = new SessionSender(senderOptions(options), { link, server, router, wakeAfter, sent });
    this.#receiver = new SessionReceiver(server, router, hello.epoch, {
      send,
      held: (isHeld) => (isHeld ? link.pause() : link.resume()),
      rejected: (page, line, problem) => events.rejected(page, line, problem),
      burstEnded: (documents) => events.burstEnded(documents),
      durable: (lines) => {
        if (this.#digests?.came(lines, this.#dependencies.now())) this.#pump();
      },
      acknowledged: () => this.#arrived(),
    });
    this.#digests = capabilities.includes('digest') ? this.#createDigests(options) : null;
    this.#burstMovedAt = dependencies.now();
  }

  /** Both bursts are done. */
  get live(): boolean {
    return this.#sender.live && this.#receiver.live;
  }

  get dirty(): boolean {
    return this.#receiver.dirty;
  }

  get waiting(): number {
    return this.#sender.waiting;
  }

  /** The last sequence that the peer told of; 0: none yet. */
  get toldSequence(): number {
    return this.#receiver.toldSequence;
  }

  /** When the oldest unacknowledged page was sent, or null. */
  oldestPage(): number | null {
    return this.#sender.oldestPage();
  }

  /** For how long the peer's burst, if it is not over, has brought nothing though nothing here holds it up. */
  burstIdleMs(now: number): number {
    if (this.#receiver.live || this.#receiver.busy) this.#burstMovedAt = now;
    return now - this.#burstMovedAt;
  }

  /** Says what it has of the peer. */
  start(): void {
    const { server, hello, compression, signs, send, now } = this.#dependencies;
    compression.start(hello.capabilities, (algorithm) => send({ verb: 'COMPRESS', algorithm }));
    const cursor = server.cursor();
    const known = cursor?.epoch === hello.epoch ? cursor : null;
    send({ verb: 'RESUME', epoch: known?.epoch ?? null, sequence: known?.sequence ?? 0 });
    signs.ask(now());
  }

  /** Tells the peer of changes, those whose type it knows. */
  changed(announced: readonly Announced[]): void {
    const now = this.#dependencies.now();
    for (const { burstType, changes } of announced) {
      if (!this.#router.takesPart(burstType)) continue;
      for (const [id, parts] of changes) this.#sender.changed({ burstType, id }, parts, now);
    }
    this.#sender.pump(now);
  }

  drained(): void {
    this.#sender.drained();
    this.#pump();
  }

  tick(now: number): void {
    this.#sender.tick(now);
    this.#digests?.tick(now);
    this.#sender.pump(now);
    const { acknowledgedSequence } = this.#sender;
    if (acknowledgedSequence > 0 && !this.#notAccepted)
      this.#dependencies.server.acknowledged(acknowledgedSequence);
  }

  /** As `SessionDigests.compare`. */
  compare(waiter: ComparisonWaiter): (() => void) | null {
    return this.#digests?.compare(waiter, this.#dependencies.now()) ?? null;
  }

  /** All that is compared with the peer, as it is at this moment; null: nothing is. */
  get compared(): ComparedItems | null {
    return this.#router.compared();
  }

  /** Tells the peer with whom this side is live, if that is news to it. */
  tellMesh(servers: readonly ServerName[]): void {
    const { capabilities, send } = this.#dependencies;
    const told = servers.join(' ');
    if (!this.live || told === this.#toldMesh || !capabilities.includes('mesh')) return;
    this.#toldMesh = told;
    send({ verb: 'MESH', servers });
  }

  /** The link is gone. */
  stop(): void {
    this.#cancelWake?.();
    this.#receiver.stop();
  }

  /** Undefined: the line is none of an extension's. Else what ends the session, or null. */
  itemLine(line: string): string | null | undefined {
    const item = this.#router.read(line);
    if (item === null) return undefined;
    this.#burstMovedAt = this.#dependencies.now();
    return this.#item(item, line);
  }

  /** A line that nobody can read. Returns what ends the session, or null. */
  badLine(problem: LineProblem, line: string): string | null {
    // There is no reading what follows it.
    if (line.startsWith('COMPRESS')) return `COMPRESS makes no sense: ${problem.reason}`;
    return this.#countBadLine() ?? this.#receiver.badControl(problem);
  }

  /** Returns what ends the session, or null. */
  message(message: SessionMessage): string | null {
    const { compression, events } = this.#dependencies;
    this.#badLines = 0;
    switch (message.verb) {
      case 'COMPRESS':
        events.step('compression.begins', { algorithm: message.algorithm });
        return compression.announced(message.algorithm);
      case 'BURST':
      case 'PAGE':
      case 'EOB':
        return this.#received(message);
      case 'RESUME':
        return this.#resume(message);
      case 'ACK':
      case 'REQUEST':
        return this.#resumed ? this.#answered(message) : `${message.verb} came before RESUME`;
      case 'DIGEST':
      case 'SUMS':
      case 'DIFFER':
        if (this.#digests?.message(message, this.#dependencies.now())) return null;
        return this.#receiver.badControl(NOTHING_COMPARED);
      case 'MESH':
      case 'NAK':
      case 'PING':
      case 'PONG':
        return this.#note(message);
      default:
        return this.#receiver.badControl(NO_EXTENSION);
    }
  }

  #item(item: RoutedItem | RoutedProblem, line: string): string | null {
    if ('problem' in item)
      return (item.failed ? null : this.#countBadLine()) ?? this.#receiver.badItem(item, line.length);
    this.#badLines = 0;
    return this.#receiver.item(item, line);
  }

  #countBadLine(): string | null {
    return ++this.#badLines > BAD_LINES_MAX
      ? `more than ${BAD_LINES_MAX} lines in a row made no sense`
      : null;
  }

  #received(message: Of<'BURST' | 'PAGE' | 'EOB'>): string | null {
    const { verb, ...details } = message;
    this.#burstMovedAt = this.#dependencies.now();
    const told = 'missing' in details ? { ...details, missing: details.missing.length } : details;
    const size = verb === 'PAGE' ? { bytes: this.#receiver.pageBytes } : {};
    this.#dependencies.events.step(`${verb.toLowerCase()}.received`, { ...told, ...size });
    return this.#receiver.control(message);
  }

  #resume({ epoch, sequence }: Of<'RESUME'>): string | null {
    const { server, events, now } = this.#dependencies;
    if (this.#resumed) return 'RESUME came twice';
    this.#resumed = true;
    const known = epoch === server.epoch;
    if (known && sequence > server.sequence()) {
      events.exceeded(epoch, sequence);
      return 'the resume point is beyond what was issued here: this store was restored from a copy, or the peer is wrong';
    }
    // A peer that had more once lost it, with what else it knew: it is told everything.
    const before = server.acknowledgedBefore();
    const since = known && sequence >= before ? sequence : 0;
    server.acknowledged(since);
    const lost = Number.isFinite(before) ? 'more-known-before' : 'expelled-before';
    const why = sequence === 0 ? 'nothing-known' : known ? lost : 'other-epoch';
    const mode = since === 0 ? 'full' : 'resume';
    events.step('burst.prepared', { mode, since, why: since === 0 ? why : null });
    this.#sender.begin(since, now());
    return null;
  }

  #answered(message: Of<'ACK' | 'REQUEST'>): string | null {
    const { events, now } = this.#dependencies;
    if (message.verb === 'ACK') {
      events.step('page.acknowledged', { page: message.number });
      const problem = this.#sender.acknowledged(message.number);
      if (problem !== null) return problem;
    } else {
      events.step('channel.requested', { id: message.channelId });
      if (message.channelId === null) this.#sender.requestedAll(now());
      else this.#sender.requested(message.channelId, now());
    }
    this.#sender.pump(now());
    this.#arrived();
    return null;
  }

  #arrived(): void {
    this.#digests?.arrived(this.#dependencies.now());
  }

  #note(message: Of<'MESH' | 'NAK' | 'PING' | 'PONG'>): null {
    const { events, signs, send, now } = this.#dependencies;
    if (message.verb === 'MESH') {
      events.mesh(message.servers);
    } else if (message.verb === 'NAK') {
      this.#notAccepted = true;
      events.notAccepted(message);
    } else if (message.verb === 'PING') {
      send({ verb: 'PONG', token: message.token });
    } else if (signs.answered(message.token, now())) {
      events.answered();
    }
    return null;
  }

  #createDigests(options: LinkedSessionOptions): SessionDigests {
    const { link, server, events, send, now } = this.#dependencies;
    const pair = { server: server.name, peer: link.peer };
    return new SessionDigests(digestsOptions(options, pair), {
      router: this.#router,
      live: () => this.live,
      quiet: () => this.#sender.waiting === 0,
      heard: () => this.#receiver.heard,
      emit: send,
      send: (item) => this.#sender.changed(item, null, now()),
      request: ({ id }) => send({ verb: 'REQUEST', channelId: id }),
      ended: (outcome) => {
        events.compared(outcome);
        this.#pump();
      },
    });
  }

  #pump(): void {
    this.#sender.pump(this.#dependencies.now());
  }

  /** One timer at a time: whenever it runs out, the sender says how long it still wants to wait. */
  #wakeAfter(delayMs: number): void {
    this.#cancelWake ??= this.#dependencies.timers.after(delayMs, () => {
      this.#cancelWake = null;
      this.#pump();
    });
  }
}

/** What the peer has of this run, by burst type. */
function heldOf({ have }: HelloMessage, { run, sequence }: SessionServer): Map<string, number> {
  const ours = have.filter((item) => item.run === run && item.sequence <= sequence());
  return new Map(ours.map((item) => [item.burstType, item.sequence]));
}

/** The session's options may change while it runs. */
function senderOptions(options: LinkedSessionOptions): SessionSenderOptions {
  return {
    delta: options.delta ?? openGate,
    get pageSize() {
      return options.pageSize;
    },
  };
}

/** As `senderOptions`. */
function digestsOptions(
  options: LinkedSessionOptions,
  pair: Pick<SessionDigestsOptions, 'server' | 'peer'>,
): SessionDigestsOptions {
  return {
    ...pair,
    salt: options.salt ?? randomSalt,
    get intervalMs() {
      return options.digestIntervalMs ?? DIGEST_INTERVAL_MS;
    },
    get timeoutMs() {
      return options.burstTimeoutMs;
    },
  };
}

function randomSalt(): number {
  return randomInt(2 ** 32);
}
