import type { DigestRoot } from '../core/digest-tree.ts';
import type { ChannelId } from '../core/identity.ts';
import type { BurstItem, BurstRouter } from '../extension/burst-router.ts';
import type { DigestMessage } from '../wire/digest-line.ts';
import { DigestExchange, type DigestExchangeOptions } from './digest-exchange.ts';
import type { DigestOutcome } from './digest-round.ts';
import { HeldRepairs } from './held-repairs.ts';

export interface SessionDigestsOptions extends DigestExchangeOptions {
  /** How long after a round that found nothing the next one begins. */
  readonly intervalMs: number;
  /** How long a round may take. */
  readonly timeoutMs: number;
  /** Random, from 0 to 2^32 - 1. */
  readonly salt: () => number;
}

export interface SessionDigestsDependencies {
  readonly router: BurstRouter;
  /** Both bursts are over, so that what either side lacks is not just on its way. */
  readonly live: () => boolean;
  /** Nothing waits to be sent or acknowledged. */
  readonly quiet: () => boolean;
  /** All that the peer said is durable here, and the last page of its burst is among it. */
  readonly heard: () => boolean;
  readonly emit: (message: DigestMessage) => void;
  readonly send: (item: BurstItem) => void;
  readonly request: (item: BurstItem) => void;
  readonly ended: (outcome: DigestOutcome) => void;
}

/** Beside each other: more would be a mistake, and each is answered. */
export const WAITERS_MAX = 16;

/** What a comparison that somebody waited for came to. */
export interface FinishedComparison {
  readonly outcome: Exclude<DigestOutcome, { kind: 'failed' }>;
  /** Of what this side sends: what the peer has nothing of. */
  readonly lackedByPeer: ReadonlySet<ChannelId>;
}

export type ComparisonWaiter = (finished: FinishedComparison) => void;

/** A round may walk over everything that is compared: a peer may not make this side do that more often. */
const COMPARED_EVERY_MS = 1000;
/** It asks that often itself, and a line that is on its way for less long than the one before is no mistake of its. */
const ANSWERED_EVERY_MS = 900;
/** A peer that is slow to send what it has gets what is here before that. */
const HELD_MS = 1000;
/** After a round that found something, the next one says soon whether that mended it. */
const AGAIN_MS = 5000;

/**
 * When this side and a peer compare what they have: in the moment in which both bursts have arrived, then at intervals, and
 * again soon after a difference. The server with the bytewise smaller name begins.
 */
export class SessionDigests {
  readonly #options: SessionDigestsOptions;
  readonly #dependencies: SessionDigestsDependencies;
  readonly #exchange: DigestExchange | null;
  /** Known channels only. The peer is thought to hold them, and does not compare them. */
  readonly #unanswered = new Set<ChannelId>();
  /** For the next round to begin; and for the one that is under way. */
  readonly #waiting = new Set<ComparisonWaiter>();
  readonly #answered = new Set<ComparisonWaiter>();
  readonly #lackedByPeer = new Set<ChannelId>();
  readonly #held = new HeldRepairs();
  #endedAt = 0;
  #asksAfterRound = false;
  /** Null: the bursts were not over when it was last looked. */
  #dueAt: number | null = null;
  #abandonAt: number | null = null;
  /** No round has come to an end. */
  #isFirst = true;
  #now = 0;
  #comparedAt = Number.NEGATIVE_INFINITY;

  constructor(options: SessionDigestsOptions, dependencies: SessionDigestsDependencies) {
    this.#options = options;
    this.#dependencies = dependencies;
    this.#exchange = this.#createExchange();
  }

  /** `now`: monotonic milliseconds. */
  tick(now: number): void {
    this.#now = now;
    const exchange = this.#exchange;
    if (exchange === null) return;
    this.#askForUnanswered();
    if (exchange.busy) {
      if (this.#abandonAt !== null && now >= this.#abandonAt) exchange.abandon();
      return;
    }
    if (now - this.#endedAt >= HELD_MS) this.#sendHeld();
    if (this.#waiting.size > 0 || (this.#leads && this.#isDue())) this.#begin(exchange);
  }

  /** What the peer says of these is durable here. True: so something may be to be sent. */
  came(items: readonly { readonly id: ChannelId }[], now: number): boolean {
    this.#now = now;
    if (this.#held.size === 0) return false;
    for (const { id } of items) this.#held.came(id);
    return this.#sendIfAllCame();
  }

  /** Something that was on its way between the two has arrived: the first round need not wait for a tick. */
  arrived(now: number): void {
    this.#now = now;
    const exchange = this.#exchange;
    if (exchange === null || exchange.busy || !this.#leads) return;
    if (this.#isFirst && this.#dependencies.heard()) this.#begin(exchange);
  }

  /**
   * Tells `waiter` what a comparison comes to that begins from now on: at once if that is possible, and once more as long as
   * it fails. Null: nothing is compared with this peer, or too many wait. Else how to stop waiting.
   */
  compare(waiter: ComparisonWaiter, now: number): (() => void) | null {
    const exchange = this.#exchange;
    if (exchange === null || this.#waiting.size + this.#answered.size >= WAITERS_MAX) return null;
    this.#now = now;
    this.#waiting.add(waiter);
    if (!exchange.busy) this.#begin(exchange);
    return () => {
      this.#waiting.delete(waiter);
      this.#answered.delete(waiter);
    };
  }

  /** False: nothing is compared with this peer. */
  message(message: DigestMessage, now: number): boolean {
    this.#now = now;
    const exchange = this.#exchange;
    exchange?.message(message);
    // One round may have taken another's place, whose end stopped the clock.
    if (exchange?.busy && this.#abandonAt === null) this.#began();
    return exchange !== null;
  }

  get #leads(): boolean {
    return this.#options.server < this.#options.peer;
  }

  /** A peer whose burst is not over would refuse; but not every burst ends with a page that says so. */
  #isDue(): boolean {
    if (this.#dueAt === null && this.#dependencies.live()) this.#dueAt = this.#now + AGAIN_MS;
    if (this.#isFirst && this.#dependencies.heard()) return true;
    return this.#dueAt !== null && this.#now >= this.#dueAt;
  }

  #begin(exchange: DigestExchange): void {
    const { live, quiet } = this.#dependencies;
    const isTimely = this.#sinceLast >= COMPARED_EVERY_MS;
    if (live() && quiet() && isTimely && exchange.start(this.#salt())) this.#began();
  }

  /** As in the round before, on this link or an earlier one, so that it costs what changed since. */
  #salt(): number {
    return this.#dependencies.router.compared()?.lastSalt() ?? this.#options.salt();
  }

  #began(): void {
    this.#abandonAt = this.#now + this.#options.timeoutMs;
  }

  #createExchange(): DigestExchange | null {
    const { router, live, emit, send } = this.#dependencies;
    const compared = router.compared();
    if (compared === null) return null;
    const { burstType } = compared;
    return new DigestExchange(this.#options, {
      source: {
        root: (salt) =>
          live() && this.#held.size === 0 && this.#sinceLast >= ANSWERED_EVERY_MS
            ? this.#looked(compared.root(salt))
            : null,
        entries: () => compared.entries(),
        peerHolds: (id) => compared.peerHolds(id),
      },
      events: {
        emit,
        send: (id, missing, told) => {
          if (missing) this.#lackedByPeer.add(id);
          if (told === undefined) send({ burstType, id });
          else this.#held.add(id, told);
        },
        request: (id) => this.#unanswered.add(id),
        ended: (outcome) => this.#ended(outcome),
      },
    });
  }

  /** A round begins, of this side or the peer. */
  #looked(root: DigestRoot | null): DigestRoot | null {
    this.#comparedAt = this.#now;
    if (root === null) return null;
    this.#lackedByPeer.clear();
    for (const waiter of this.#waiting) this.#answered.add(waiter);
    this.#waiting.clear();
    return root;
  }

  /** When the peer has what it is sent: it may not know the channel before. */
  #askForUnanswered(): void {
    const { router, quiet, request } = this.#dependencies;
    const compared = router.compared();
    if (!this.#asksAfterRound || compared === null || !quiet()) return;
    this.#asksAfterRound = false;
    for (const id of this.#unanswered)
      if (compared.peerHolds(id)) request({ burstType: compared.burstType, id });
  }

  #dropAnswered(outcome: DigestOutcome): void {
    if (outcome.kind === 'equal') this.#unanswered.clear();
    if (outcome.kind !== 'different' || !outcome.complete) return;
    const differing = new Set([...outcome.sent, ...outcome.differsByRule]);
    for (const id of this.#unanswered) if (!differing.has(id)) this.#unanswered.delete(id);
  }

  #sendIfAllCame(): boolean {
    const all = this.#exchange?.busy === false && this.#held.complete;
    if (all) this.#sendHeld();
    return all;
  }

  #sendHeld(): void {
    const compared = this.#held.size === 0 ? null : this.#dependencies.router.compared();
    if (compared === null) return;
    const { burstType, entries } = compared;
    for (const id of this.#held.take(entries(this.#held.ids()) ?? []))
      this.#dependencies.send({ burstType, id });
  }

  get #sinceLast(): number {
    return this.#now - this.#comparedAt;
  }

  #ended(outcome: DigestOutcome): void {
    this.#abandonAt = null;
    this.#isFirst = false;
    // It may have left something, which is found where other documents share a node.
    if (outcome.kind === 'different') this.#dependencies.router.compared()?.dropSalt();
    this.#endedAt = this.#now;
    this.#sendIfAllCame();
    this.#asksAfterRound = outcome.kind === 'different';
    this.#dropAnswered(outcome);
    const found = outcome.kind === 'different' && (outcome.sent.length > 0 || !outcome.complete);
    this.#dueAt = this.#now + (found || outcome.kind === 'failed' ? AGAIN_MS : this.#options.intervalMs);
    this.#dependencies.ended(outcome);
    this.#answer(outcome);
  }

  #answer(outcome: DigestOutcome): void {
    const waiters = [...this.#answered];
    this.#answered.clear();
    if (outcome.kind === 'failed') for (const waiter of waiters) this.#waiting.add(waiter);
    else for (const waiter of waiters) waiter({ outcome, lackedByPeer: new Set(this.#lackedByPeer) });
  }
}
