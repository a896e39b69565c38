import type { FieldKey } from '../core/field.ts';
import type { ChannelId } from '../core/identity.ts';
import { encodeDocument } from '../wire/document-line.ts';
import { lineBytesMax } from '../wire/line-bytes.ts';
import type { LineForm } from '../wire/line-form.ts';
import { type ControlMessage, encodeMessage } from '../wire/session-message.ts';
import type { PeerLink } from './peer-link.ts';
import type { SessionServer } from './session-server.ts';

/** Pages that may be unacknowledged at a time: bounds what a slow peer makes us hold, and what a lost link wastes. */
export const PAGES_IN_FLIGHT_MAX = 8;

/** A page is closed when it has so many bytes: it is applied in one transaction, and the peer holds it until its end. */
const PAGE_BYTES_FULL = 1024 * 1024;

export interface SessionSenderOptions {
  /** Documents in a page. */
  readonly pageSize: number;
  /** What the peer reads of a line. */
  readonly form: LineForm;
}

const NO_FIELDS: ReadonlySet<FieldKey> = new Set();

type Phase = 'waiting' | 'starting' | 'held' | 'not-held' | 'live';

/**
 * Sends this server's side of a session: the burst, then changes as they happen, in pages that the peer acknowledges.
 *
 * A channel is described when its page is made, never before: whatever changed meanwhile is in it, and a channel that
 * changed many times while the peer was slow is sent once. So what waits is bounded by the number of channels.
 */
export class SessionSender {
  readonly #link: PeerLink;
  readonly #server: SessionServer;
  readonly #options: SessionSenderOptions;
  /** Channels to tell of after the burst: the fields, or null for all. */
  readonly #changed = new Map<ChannelId, Set<FieldKey> | null>();
  readonly #unacknowledged: { number: number; sentAt: number }[] = [];
  #phase: Phase = 'waiting';
  #queue: ChannelId[] = [];
  #next = 0;
  #since = 0;
  /** Everything was asked for while it was being told. */
  #again = false;
  #documents = 0;
  #burstSequence = 0;
  #pages = 0;
  #toldSequence = 0;
  #blocked = false;

  constructor(link: PeerLink, server: SessionServer, options: SessionSenderOptions) {
    this.#link = link;
    this.#server = server;
    this.#options = options;
  }

  /** The burst is over and its end is on its way. */
  get live(): boolean {
    return this.#phase === 'live';
  }

  /** Channels and pages that the peer has not got for certain. */
  get waiting(): number {
    return this.#queue.length - this.#next + this.#changed.size + this.#unacknowledged.length;
  }

  /** Bursts what changed after `since`; 0: everything. */
  begin(since: number, now: number): void {
    this.#since = since;
    this.#enter('starting', []);
    this.pump(now);
  }

  /** The peer wants a channel whole. One that it made up is not remembered. */
  requested(id: ChannelId): void {
    if (this.#server.describe(id, NO_FIELDS) !== null) this.changed(id, null);
  }

  /** The peer wants everything: at once, or after the full burst that is under way, however often it says so. */
  requestedAll(now: number): void {
    if (this.#phase === 'live' || this.#since > 0) this.begin(0, now);
    else this.#again = true;
  }

  changed(id: ChannelId, keys: ReadonlySet<FieldKey> | null): void {
    const waiting = this.#changed.get(id);
    if (waiting === null) return;
    if (keys === null) this.#changed.set(id, null);
    else this.#changed.set(id, waiting === undefined ? new Set(keys) : waiting.union(keys));
  }

  /** Returns what is wrong, or null. Pages are acknowledged in order. */
  acknowledged(number: number): string | null {
    if (this.#unacknowledged[0]?.number !== number)
      return `page ${number} is not the next to be acknowledged`;
    this.#unacknowledged.shift();
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
      if (this.#phase === 'waiting') return;
      if (this.#phase === 'live' && this.#changed.size === 0) return;
      this.#step(now);
    }
  }

  /** Moves the peer's resume point when nothing is to be sent but the sequence went on. */
  tellSequence(now: number): void {
    const idle = this.#phase === 'live' && this.#changed.size === 0 && this.#unacknowledged.length === 0;
    if (idle && this.#toldSequence < this.#server.sequence()) this.#page([], this.#server.sequence(), now);
  }

  #step(now: number): void {
    if (this.#phase === 'starting') this.#start();
    else if (this.#phase === 'live') this.#sendChanges(now);
    else this.#sendBurst(now);
  }

  #sendBurst(now: number): void {
    const lines = this.#fillPage(this.#queue.slice(this.#next, this.#next + this.#options.pageSize), (id) => {
      this.#next++;
      return this.#describe(id, null);
    });
    const finished = this.#next >= this.#queue.length;
    if (this.#phase === 'held') {
      if (lines.length > 0) this.#page(lines, null, now);
      if (!finished) return;
      this.#send([], { verb: 'EOB', documents: this.#documents });
      this.#enter('not-held', this.#server.notHeld(this.#since));
    } else {
      this.#page(lines, finished ? this.#burstSequence : null, now);
      if (finished) this.#finish();
    }
  }

  #start(): void {
    this.#burstSequence = this.#server.sequence();
    this.#send([], { verb: 'BURST', mode: this.#since === 0 ? 'full' : 'resume', sequence: this.#since });
    this.#enter('held', this.#server.held(this.#since));
    this.#documents = this.#queue.length;
  }

  #finish(): void {
    this.#enter(this.#again ? 'starting' : 'live', []);
    this.#again = false;
  }

  #sendChanges(now: number): void {
    const ids = this.#changed.keys().take(this.#options.pageSize).toArray();
    const lines = this.#fillPage(ids, (id) => {
      const keys = this.#changed.get(id)!;
      this.#changed.delete(id);
      return this.#describe(id, keys);
    });
    this.#page(lines, this.#changed.size === 0 ? this.#server.sequence() : null, now);
  }

  /** The lines of as many of the channels as fit a page; at least of the first. */
  #fillPage(ids: readonly ChannelId[], describe: (id: ChannelId) => string[]): string[] {
    const lines: string[] = [];
    let bytes = 0;
    for (const id of ids) {
      for (const line of describe(id)) {
        lines.push(line);
        bytes += line.length;
      }
      if (bytes >= PAGE_BYTES_FULL) break;
    }
    return lines;
  }

  #describe(id: ChannelId, keys: ReadonlySet<FieldKey> | null): string[] {
    if (keys === null) this.#changed.delete(id);
    const message = this.#server.describe(id, keys);
    return message === null ? [] : encodeDocument(message, { form: this.#options.form, lineBytesMax });
  }

  #page(lines: string[], sequence: number | null, now: number): void {
    const number = ++this.#pages;
    this.#unacknowledged.push({ number, sentAt: now });
    if (sequence !== null) this.#toldSequence = sequence;
    this.#send(lines, { verb: 'PAGE', number, lines: lines.length, sequence });
  }

  #send(lines: string[], end: ControlMessage): void {
    lines.push(encodeMessage(end));
    if (!this.#link.write(lines)) this.#blocked = true;
  }

  #enter(phase: Phase, queue: ChannelId[]): void {
    this.#phase = phase;
    this.#queue = queue;
    this.#next = 0;
  }
}
