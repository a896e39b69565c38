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
import { type Compression, encodeMessage } from '../../src/wire/session-message.ts';

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

/**
 * A connection without a network between two servers. Links on both ends keep the contract of `PeerLink`. Nothing is
 * compressed, but a line that is not read as it was written ends the link as a damaged stream would.
 */
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

interface Parcel {
  readonly line: string;
  readonly algorithm: Compression | null;
}

class MemoryLink implements PeerLink {
  readonly peer: ServerName;
  readonly outgoing: boolean;
  readonly #dependencies: MemoryLinkDependencies;
  other!: MemoryLink;
  #listener: PeerLinkListener | null = null;
  #paused = false;
  #inbox: Parcel[] = [];
  #inboxBytes = 0;
  #outbox: Parcel[] = [];
  #outboxBytes = 0;
  /** Lines at the head of the outbox that have travelled long enough. */
  #arrived = 0;
  #compression: Compression | null = null;
  #decompression: Compression | null = null;
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
      this.#outbox.push({ line, algorithm: this.#compression });
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

  compress(algorithm: Compression): void {
    if (this.#compression !== null) throw new Error('the link is compressed already');
    this.#compression = algorithm;
  }

  decompress(algorithm: Compression): void {
    if (this.#decompression !== null) throw new Error('the link is decompressed already');
    this.#decompression = algorithm;
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
      const parcel = this.#outbox[taken++]!;
      this.#outboxBytes -= parcel.line.length + 1;
      other.#receive(parcel);
    }
    this.#outbox = this.#outbox.slice(taken);
    this.#arrived -= taken;
    other.#advance();
    if (!this.#awaitsDrain || this.#closing || this.#ended || this.#outboxBytes > lowWaterBytes) return;
    this.#awaitsDrain = false;
    this.#listener?.drain();
  }

  #receive(parcel: Parcel): void {
    if (this.#closing || this.#ended) return;
    this.#inbox.push(parcel);
    this.#inboxBytes += parcel.line.length;
  }

  #advance(): void {
    const listener = this.#listener;
    if (listener === null || this.#told) return;
    let next = 0;
    while (next < this.#inbox.length && !this.#paused) {
      const { line, algorithm } = this.#inbox[next++]!;
      this.#inboxBytes -= line.length;
      if (algorithm !== this.#decompression) {
        this.#refuse();
        break;
      }
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

  #refuse(): void {
    const reason = 'the compressed stream is damaged';
    this.write([encodeMessage({ verb: 'BYE', code: 'protocol', reason })]);
    this.close(`protocol: ${reason}`);
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
