import type { ServerName } from '../../src/core/identity.ts';
import {
  assertLine,
  closeMsMax,
  highWaterBytes,
  lowWaterBytes,
  type PeerLink,
  type PeerLinkListener,
  queueBytesMax,
} from '../../src/peer/peer-link.ts';
import type { CancelTimer, Timers } from '../../src/peer/timers.ts';

export interface MemoryLinkDependencies {
  readonly timers: Timers;
  /**
   * Runs `arrive` when what was sent now reaches the other side: later, never at once. Whoever delays unequally loses
   * nothing and changes no order. Holding callbacks back makes a silent connection.
   */
  readonly carry: (arrive: () => void) => void;
}

export interface MemoryLinkPair {
  readonly dialling: PeerLink;
  readonly accepting: PeerLink;
  /** Both sides lose the connection, and what was under way with it. */
  cut(): void;
}

/** Bytes that a paused side takes in before the sender's queue begins to grow, as an operating system would. */
const windowBytes = 65536;

/** A connection without a network between two servers. Links on both ends keep the contract of `PeerLink`. */
export function createMemoryLinkPair(
  dialling: ServerName,
  accepting: ServerName,
  dependencies: MemoryLinkDependencies,
): MemoryLinkPair {
  const a = new MemoryLink(accepting, true, dependencies);
  const b = new MemoryLink(dialling, false, dependencies);
  a.other = b;
  b.other = a;
  return {
    dialling: a,
    accepting: b,
    cut() {
      a.lose();
      b.lose();
    },
  };
}

class MemoryLink implements PeerLink {
  readonly peer: ServerName;
  readonly outgoing: boolean;
  readonly #dependencies: MemoryLinkDependencies;
  other!: MemoryLink;
  #listener: PeerLinkListener | null = null;
  #paused = false;
  #inbox: string[] = [];
  #inboxBytes = 0;
  #outbox: string[] = [];
  #outboxBytes = 0;
  /** Lines at the head of the outbox that have travelled long enough. */
  #arrived = 0;
  #awaitsDrain = false;
  #reason: string | null = null;
  #closing = false;
  /** Nothing more will come; `closed` follows the lines that came before. */
  #ended = false;
  #told = false;
  #cancelClose: CancelTimer = () => {};

  constructor(peer: ServerName, outgoing: boolean, dependencies: MemoryLinkDependencies) {
    this.peer = peer;
    this.outgoing = outgoing;
    this.#dependencies = dependencies;
  }

  get queuedBytes(): number {
    return this.#outboxBytes;
  }

  open(listener: PeerLinkListener): void {
    if (this.#listener !== null) throw new Error('the link is open already');
    this.#listener = listener;
    queueMicrotask(() => this.#advance());
  }

  write(lines: readonly string[]): boolean {
    lines.forEach(assertLine);
    if (this.#closing || this.#ended) return true;
    for (const line of lines) {
      this.#outbox.push(line);
      this.#outboxBytes += line.length + 1;
    }
    if (this.#outboxBytes > queueBytesMax) {
      queueMicrotask(() =>
        this.#end(`more than ${queueBytesMax} bytes wait for a peer that does not read them`),
      );
      this.#dependencies.carry(() => this.other.#end('the peer closed the connection'));
      return false;
    }
    this.#dependencies.carry(() => this.#arrive(lines.length));
    this.#awaitsDrain ||= this.#outboxBytes > highWaterBytes;
    return !this.#awaitsDrain;
  }

  pause(): void {
    if (!this.#closing) this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    queueMicrotask(() => this.#advance());
  }

  close(reason: string): void {
    if (this.#closing || this.#ended) return;
    this.#closing = true;
    this.#paused = false;
    this.#reason ??= reason;
    this.#inbox = [];
    this.#inboxBytes = 0;
    this.#cancelClose = this.#dependencies.timers.after(closeMsMax, () => this.#end(reason));
    this.#dependencies.carry(() => {
      this.#arrived = this.#outbox.length;
      this.#transmit(Number.POSITIVE_INFINITY);
      this.other.#end('the peer closed the connection');
      this.#end(reason);
    });
  }

  lose(): void {
    queueMicrotask(() => this.#end('the connection was cut'));
  }

  #arrive(lines: number): void {
    if (this.#ended) return;
    this.#arrived = Math.min(this.#arrived + lines, this.#outbox.length);
    this.#transmit(windowBytes);
  }

  #transmit(window: number): void {
    const { other } = this;
    let taken = 0;
    while (taken < this.#arrived && other.#inboxBytes < window) {
      const line = this.#outbox[taken++]!;
      this.#outboxBytes -= line.length + 1;
      other.#receive(line);
    }
    this.#outbox = this.#outbox.slice(taken);
    this.#arrived -= taken;
    other.#advance();
    if (!this.#awaitsDrain || this.#closing || this.#ended || this.#outboxBytes > lowWaterBytes) return;
    this.#awaitsDrain = false;
    this.#listener?.drain();
  }

  #receive(line: string): void {
    if (this.#closing || this.#ended) return;
    this.#inbox.push(line);
    this.#inboxBytes += line.length;
  }

  #advance(): void {
    const listener = this.#listener;
    if (listener === null || this.#told) return;
    let next = 0;
    while (next < this.#inbox.length && !this.#paused) {
      const line = this.#inbox[next++]!;
      this.#inboxBytes -= line.length;
      listener.line(line);
    }
    this.#inbox = this.#inbox.slice(next);
    if (this.#ended && this.#inbox.length === 0) {
      this.#told = true;
      listener.closed(this.#reason ?? 'the connection was lost');
    } else if (next > 0 && this.other.#arrived > 0) {
      queueMicrotask(() => this.other.#transmit(windowBytes));
    }
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#cancelClose();
    this.#ended = true;
    this.#reason ??= reason;
    this.#outbox = [];
    this.#outboxBytes = 0;
    this.#arrived = 0;
    this.#advance();
  }
}
