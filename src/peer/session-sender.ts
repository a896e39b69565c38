import type { ItemId, ItemParts } from '../extension/burst-extension.ts';
import type { BurstItem, BurstRouter } from '../extension/burst-router.ts';
import { missingMax, unnamed } from '../wire/burst-end-line.ts';
import { type ControlMessage, encodeMessage } from '../wire/session-message.ts';
import { DeltaGate, type DeltaGateOptions } from './delta-gate.ts';
import { IdDigest } from './id-digest.ts';
import { ItemRetries, retryDelayMs } from './item-retries.ts';
import type { PeerLink } from './peer-link.ts';
import { PendingItems } from './pending-items.ts';
import type { SessionServer } from './session-server.ts';

/** Pages that may be unacknowledged at a time: bounds what a slow peer makes us hold, and what a lost link wastes. */
export const PAGES_IN_FLIGHT_MAX = 8;

/**
 * A page is closed when it has so much. The peer applies it in one go, and does nothing else meanwhile: with about 130 channels
 * that takes some milliseconds. Smaller ones cost more transactions.
 */
export const PAGE_LINES_FULL = 1000;
export const PAGE_BYTES_FULL = 64 * 1024;

/** An extension that could not even list what it has makes everything be told again: so often for each link, at most. */
const LISTING_RETRIES_MAX = 6;

export interface SessionSenderOptions {
  /** Items in a page. */
  readonly pageSize: number;
  /** What holds changes back; not the burst. */
  readonly delta: DeltaGateOptions;
}

export interface SessionSenderDependencies {
  readonly link: PeerLink;
  readonly server: Pick<SessionServer, 'sequence'>;
  readonly router: BurstRouter;
  /** `pump` should be called after so many ms. A call that comes earlier does not end the wait. */
  readonly wakeAfter: (delayMs: number) => void;
  /** A page went to the peer. */
  readonly sent: (page: SentPage) => void;
}

export interface SentPage {
  readonly number: number;
  readonly lines: number;
  /** What the peer has of this server once the page is durable; null: it does not say. */
  readonly sequence: number | null;
}

type Phase = 'waiting' | 'starting' | 'presented' | 'others' | 'live';

/**
 * Sends this server's side of a session: the burst, then changes as they happen, in pages that the peer acknowledges.
 *
 * An item is described when its page is made, never before: whatever changed meanwhile is in it, and an item that changed
 * many times while the peer was slow is sent once. So what waits is bounded by the number of items. While one could not be
 * prepared the peer gets no resume point, and is not told that the item is gone.
 */
export class SessionSender {
  readonly #options: SessionSenderOptions;
  readonly #link: PeerLink;
  readonly #server: Pick<SessionServer, 'sequence'>;
  readonly #router: BurstRouter;
  readonly #wakeAfter: (delayMs: number) => void;
  readonly #sent: (page: SentPage) => void;
  readonly #gate: DeltaGate;
  /** What to tell of after the burst. */
  readonly #pending = new PendingItems();
  readonly #retries = new ItemRetries();
  readonly #unacknowledged: { number: number; sentAt: number; sequence: number | null }[] = [];
  #phase: Phase = 'waiting';
  #queue: BurstItem[] = [];
  #next = 0;
  #since = 0;
  /** Everything was asked for while it was being told. */
  #again = false;
  #presented = new IdDigest();
  /** Of what is presented: what could not be prepared. */
  #missing = new Set<ItemId>();
  #listingFailed = false;
  #listings = 0;
  #listAgainAt: number | null = null;
  /** Something that is not presented could not be told: the peer may take it for presented still. */
  #othersFailed = false;
  #burstSequence = 0;
  #pages = 0;
  #toldSequence = 0;
  #acknowledgedSequence = 0;
  #blocked = false;

  constructor(options: SessionSenderOptions, dependencies: SessionSenderDependencies) {
    this.#options = options;
    this.#link = dependencies.link;
    this.#server = dependencies.server;
    this.#router = dependencies.router;
    this.#wakeAfter = dependencies.wakeAfter;
    this.#sent = dependencies.sent;
    this.#gate = new DeltaGate(options.delta);
  }

  /** The burst is over and its end is on its way. */
  get live(): boolean {
    return this.#phase === 'live';
  }

  /** Items and pages that the peer has not got for certain. */
  get waiting(): number {
    return this.#queue.length - this.#next + this.#pending.size + this.#unacknowledged.length;
  }

  /** What is durable at the peer of the local changes; 0: unknown. */
  get acknowledgedSequence(): number {
    return this.#acknowledgedSequence;
  }

  /** Bursts what changed after `since`; 0: everything. */
  begin(since: number, now: number): void {
    this.#since = since;
    this.#enter('starting', []);
    this.pump(now);
  }

  /** The peer wants an item whole. One that it made up is not remembered. */
  requested(id: ItemId, now: number): void {
    for (const item of this.#router.known(id)) this.changed(item, null, now);
  }

  /** The peer wants everything: at once, or after the full burst that is under way, however often it says so. */
  requestedAll(now: number): void {
    if (this.#phase === 'live' || this.#since > 0) this.begin(0, now);
    else this.#again = true;
  }

  /** To be told with the next `pump`, or later. */
  changed(item: BurstItem, parts: ItemParts, now: number): void {
    // What waited may have left with a burst.
    if (this.#pending.size === 0) this.#gate.emptied();
    // What is presented only now was not when that was listed, and is not among the others any more.
    this.#pending.add(item, this.#phase === 'presented' ? null : parts);
    this.#gate.changed(now);
  }

  /** Returns what is wrong, or null. Pages are acknowledged in order. */
  acknowledged(number: number): string | null {
    if (this.#unacknowledged[0]?.number !== number)
      return `page ${number} is not the next to be acknowledged`;
    const { sequence } = this.#unacknowledged.shift()!;
    if (sequence !== null) this.#acknowledgedSequence = sequence;
    return null;
  }

  drained(): void {
    this.#blocked = false;
  }

  /** When the oldest unacknowledged page was sent, or null. */
  oldestPage(): number | null {
    return this.#unacknowledged[0]?.sentAt ?? null;
  }

  /** Sends as much as the peer and the link take. */
  pump(now: number): void {
    while (!this.#blocked && this.#unacknowledged.length < PAGES_IN_FLIGHT_MAX) {
      if (this.#phase === 'waiting' || (this.#phase === 'live' && !this.#mayTell(now))) return;
      this.#step(now);
    }
  }

  /** Tries again what failed and is due; moves the peer's resume point when nothing is to be sent but the sequence went on. */
  tick(now: number): void {
    for (const item of this.#retries.due(now)) this.changed(item, null, now);
    if (this.live && this.#listAgainAt !== null && this.#listAgainAt <= now) this.begin(0, now);
    else this.pump(now);
    const idle = this.#phase === 'live' && this.#pending.size === 0 && this.#unacknowledged.length === 0;
    const sequence = this.#server.sequence();
    if (idle && this.#toldSequence < sequence && this.#complete) this.#page([], sequence, now);
  }

  #mayTell(now: number): boolean {
    if (this.#pending.size === 0) return false;
    if (this.#gate.allowance(now) > 0) return true;
    this.#wakeAfter(this.#gate.waitMs(now));
    return false;
  }

  get #complete(): boolean {
    return this.#retries.size === 0 && !this.#listingFailed;
  }

  #step(now: number): void {
    if (this.#phase === 'starting') this.#start();
    else if (this.#phase === 'live') this.#sendChanges(now);
    else this.#sendBurst(now);
  }

  #start(): void {
    this.#burstSequence = this.#server.sequence();
    this.#presented = new IdDigest();
    this.#othersFailed = false;
    this.#listAgainAt = null;
    this.#send([], { verb: 'BURST', mode: this.#since === 0 ? 'full' : 'resume', sequence: this.#since });
    const { items, failed } = this.#router.presented(this.#since);
    this.#enter('presented', items);
    this.#missing = new Set();
    this.#listingFailed = failed.length > 0;
  }

  #sendBurst(now: number): void {
    const lines = this.#fillPage(this.#options.pageSize, now, () => {
      const item = this.#queue[this.#next];
      if (item !== undefined) this.#next++;
      return item && { item, parts: this.#router.partsSince(item, this.#since) };
    });
    const finished = this.#next >= this.#queue.length;
    if (this.#phase === 'presented') {
      if (lines.length > 0) this.#page(lines, null, now);
      if (finished) this.#endPresentation();
    } else {
      this.#page(lines, finished ? this.#resumePoint() : null, now);
      if (finished) this.#finish(now);
    }
  }

  #endPresentation(): void {
    this.#send([], {
      verb: 'EOB',
      documents: this.#presented.count,
      ids: String(this.#presented),
      missing: this.#namedMissing(),
    });
    const { items, failed } = this.#router.others(this.#since);
    this.#enter('others', items);
    this.#othersFailed = failed.length > 0;
    this.#listingFailed ||= this.#othersFailed;
  }

  #namedMissing(): ItemId[] {
    const missing = [...this.#missing];
    const all = !this.#listingFailed && missing.length <= missingMax;
    return all ? missing : [unnamed, ...missing.slice(0, missingMax - 1)];
  }

  /**
   * After a resume it also says that all was told that is not presented any more, so the peer gets one even if something
   * else failed: the one that it has.
   */
  #resumePoint(): number | null {
    if (this.#complete) return this.#burstSequence;
    return this.#since > 0 && !this.#othersFailed && !this.#listingFailed ? this.#since : null;
  }

  #finish(now: number): void {
    if (this.#listingFailed && this.#listings < LISTING_RETRIES_MAX)
      this.#listAgainAt = now + retryDelayMs(this.#listings++);
    const again = this.#again || (this.#since > 0 && (this.#othersFailed || this.#listingFailed));
    this.#again = false;
    this.#since = 0;
    this.#enter(again ? 'starting' : 'live', []);
  }

  #sendChanges(now: number): void {
    const items = Math.min(this.#options.pageSize, this.#gate.allowance(now));
    const lines = this.#fillPage(items, now, () => {
      this.#gate.took(1);
      return this.#pending.shift();
    });
    const told = this.#pending.size === 0 && this.#complete;
    this.#page(lines, told ? this.#server.sequence() : null, now);
  }

  /** The lines of so many items, or of as many as fit a page; at least of the first. */
  #fillPage(
    items: number,
    now: number,
    next: () => { item: BurstItem; parts: ItemParts } | undefined,
  ): string[] {
    const lines: string[] = [];
    let bytes = 0;
    for (let count = 0; count < items; count++) {
      if (bytes >= PAGE_BYTES_FULL || lines.length >= PAGE_LINES_FULL) break;
      const pending = next();
      if (pending === undefined) break;
      for (const line of this.#describe(pending.item, pending.parts, now)) {
        lines.push(line);
        bytes += line.length;
      }
    }
    return lines;
  }

  #describe(item: BurstItem, parts: ItemParts, now: number): readonly string[] {
    const whole = parts === null || this.#retries.has(item);
    if (whole) this.#pending.delete(item);
    const lines = this.#router.describe(item, whole ? null : parts);
    if (lines === null) this.#noteFailure(item, now);
    else if (whole) this.#retries.succeeded(item);
    if (this.#phase === 'presented' && lines !== null && lines.length > 0) this.#presented.add(item);
    return lines ?? [];
  }

  #noteFailure(item: BurstItem, now: number): void {
    this.#retries.failed(item, now);
    if (this.#phase === 'presented') this.#missing.add(item.id);
    else if (this.#phase === 'others') this.#othersFailed = true;
  }

  #page(lines: string[], sequence: number | null, now: number): void {
    const number = ++this.#pages;
    this.#unacknowledged.push({ number, sentAt: now, sequence });
    if (sequence !== null) this.#toldSequence = sequence;
    const page = { number, lines: lines.length, sequence };
    this.#send(lines, { verb: 'PAGE', ...page });
    this.#sent(page);
  }

  #send(lines: string[], end: ControlMessage): void {
    lines.push(encodeMessage(end));
    if (!this.#link.write(lines)) this.#blocked = true;
  }

  #enter(phase: Phase, queue: BurstItem[]): void {
    this.#phase = phase;
    this.#queue = queue;
    this.#next = 0;
  }
}
