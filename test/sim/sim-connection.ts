import type { ServerName } from '../../src/core/identity.ts';
import {
  assertLine,
  closeMsMax,
  type PeerLink,
  type PeerLinkListener,
  queueBytesMax,
} from '../../src/peer/peer-link.ts';
import type { Agenda } from './agenda.ts';
import { LinkBounds } from './checks/bounds.ts';
import { SaidPages } from './checks/pages.ts';
import { HOSTILE } from './hostile.ts';
import type { Endpoint, Lane } from './network.ts';
import type { Random } from './random.ts';

export interface ConnectionDependencies {
  readonly agenda: Agenda;
  readonly random: Random;
  /** Of the dialling side, then of the other. */
  readonly lanes: readonly [Lane, Lane];
  /** Capabilities that get lost from each hello. */
  readonly unknown: readonly string[];
  readonly carried: (line: string, lane: Lane) => void;
  readonly count: (fault: string) => void;
  readonly problem: (check: string, text: string) => void;
  /** Both sides were told that it ended. */
  readonly over: () => void;
}

/** A connection between two processes. Its ends keep the contract of `PeerLink`. */
export class SimConnection {
  readonly dialling: SimLink;
  readonly accepting: SimLink;
  readonly #dependencies: ConnectionDependencies;

  constructor([from, to]: readonly [Endpoint, Endpoint], dependencies: ConnectionDependencies) {
    this.#dependencies = dependencies;
    const [there, back] = dependencies.lanes;
    this.dialling = new SimLink(from, to.server, true, there, dependencies);
    this.accepting = new SimLink(to, from.server, false, back, dependencies);
    this.dialling.other = this.accepting;
    this.accepting.other = this.dialling;
  }

  isOf(one: ServerName, other: ServerName): boolean {
    const { peer: a } = this.dialling;
    const { peer: b } = this.accepting;
    return (a === one && b === other) || (a === other && b === one);
  }

  hasEnd(server: ServerName): boolean {
    return this.dialling.owner.server === server || this.accepting.owner.server === server;
  }

  reset(): void {
    for (const end of [this.dialling, this.accepting]) end.lose('the connection was reset');
    this.#dependencies.over();
  }

  unblocked(lane: Lane): void {
    for (const end of [this.dialling, this.accepting]) if (end.lane === lane) end.unblocked();
  }

  processGone(endpoint: Endpoint, told: boolean): void {
    for (const end of [this.dialling, this.accepting]) if (end.owner === endpoint) end.ownerGone(told);
    if (!this.dialling.owner.alive && !this.accepting.owner.alive) this.#dependencies.over();
  }
}

/** What was written at once; null: the end of the stream. */
interface Parcel {
  readonly lines: readonly string[] | null;
  bytes: number;
  readonly readyMs: number;
}

class SimLink implements PeerLink {
  readonly peer: ServerName;
  readonly outgoing: boolean;
  readonly owner: Endpoint;
  readonly lane: Lane;
  other!: SimLink;
  readonly #dependencies: ConnectionDependencies;
  /** Null: of a peer that keeps none. */
  readonly #bounds: LinkBounds | null;
  /** Null: of a peer that says what it likes. */
  readonly #pages: SaidPages | null;
  #listener: PeerLinkListener | null = null;
  readonly #sent: Parcel[] = [];
  #sentBytes = 0;
  #lastReadyMs = 0;
  #awaitsDrain = false;
  #closing: string | null = null;
  #closed = false;
  #hasGarbled = false;
  #paused = false;
  #inbox: string[] = [];

  constructor(
    owner: Endpoint,
    peer: ServerName,
    outgoing: boolean,
    lane: Lane,
    dependencies: ConnectionDependencies,
  ) {
    this.owner = owner;
    this.peer = peer;
    this.outgoing = outgoing;
    this.lane = lane;
    this.#dependencies = dependencies;
    const isHostile = owner.server === HOSTILE;
    this.#bounds = isHostile ? null : new LinkBounds(owner.server, peer, dependencies);
    const problem = (text: string) => dependencies.problem('pages', `${owner.server} to ${peer}: ${text}`);
    this.#pages = isHostile ? null : new SaidPages(problem);
  }

  get queuedBytes(): number {
    return this.#sentBytes;
  }

  open(listener: PeerLinkListener): void {
    this.#listener = listener;
    this.#dependencies.agenda.after(0, () => this.#takeInbox());
  }

  write(lines: readonly string[]): boolean {
    if (this.#closing !== null || this.#closed) return true;
    if (!this.owner.alive) return true;
    this.#bounds?.writes(lines, this.#awaitsDrain);
    this.#pages?.writes(lines);
    // Filled line by line: where the process dies in between, the operating system has the lines before that.
    const written: string[] = [];
    const parcel = this.#push(written);
    for (const line of lines) {
      assertLine(line);
      const verb = verbOf(line);
      this.owner.reach(`before sending ${verb}`);
      if (!this.owner.alive) return true;
      written.push(line);
      parcel.bytes += line.length + 1;
      this.#sentBytes += line.length + 1;
      this.owner.reach(`after sending ${verb}`);
      if (!this.owner.alive) return true;
    }
    if (this.#sentBytes > queueBytesMax) this.lose('the other side does not read');
    this.#awaitsDrain ||= this.#sentBytes > this.lane.windowBytes;
    if (this.#awaitsDrain) this.#dependencies.count('a sender had to wait');
    return !this.#awaitsDrain;
  }

  /** What is simulated are lines: how many bytes they take does not matter. */
  compress(): void {}

  decompress(): void {}

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#dependencies.agenda.after(0, () => this.#takeInbox());
  }

  close(reason: string): void {
    if (this.#closing !== null || this.#closed) return;
    this.#closing = reason;
    this.#inbox = [];
    this.#push(null);
    this.#dependencies.agenda.after(closeMsMax, () => this.#end(reason));
  }

  /** Nothing more comes or goes. */
  lose(reason: string): void {
    this.#sent.length = 0;
    this.#sentBytes = 0;
    this.#dependencies.agenda.after(0, () => this.#end(reason));
  }

  ownerGone(told: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    if (told) this.#push(null);
    else this.#sent.length = 0;
  }

  unblocked(): void {
    const { agenda } = this.#dependencies;
    if (this.#sent.length > 0) agenda.after(1, () => this.#deliver());
  }

  #push(lines: readonly string[] | null): Parcel {
    const { agenda, random } = this.#dependencies;
    const { delayMsMin, delayMsMax } = this.lane;
    const delayMs = delayMsMin + random.whole(delayMsMax - delayMsMin + 1);
    this.#lastReadyMs = Math.max(this.#lastReadyMs, agenda.nowMs + delayMs);
    const parcel: Parcel = { lines, bytes: 0, readyMs: this.#lastReadyMs };
    this.#sent.push(parcel);
    agenda.at(this.#lastReadyMs, () => this.#deliver());
    return parcel;
  }

  #deliver(): void {
    const { agenda } = this.#dependencies;
    while (!this.lane.blocked && this.#sent[0] !== undefined && this.#sent[0].readyMs <= agenda.nowMs) {
      const { lines, bytes } = this.#sent.shift()!;
      this.#sentBytes -= bytes;
      if (lines === null) this.#streamEnded();
      else this.other.#receive(lines.map((line) => this.#garbled(this.#older(line))));
    }
    if (!this.#awaitsDrain || this.#closed || this.#sentBytes > this.lane.windowBytes / 4) return;
    this.#awaitsDrain = false;
    this.#bounds?.drained();
    if (this.#closing === null) this.#listener?.drain();
  }

  /** The other side has read everything and now the end. */
  #streamEnded(): void {
    this.other.#end('the peer closed the connection');
    if (this.#closing !== null) this.#end(this.#closing);
  }

  #receive(lines: readonly string[]): void {
    if (this.#closed || this.#closing !== null) return;
    this.#inbox.push(...lines);
    this.#takeInbox();
  }

  #takeInbox(): void {
    const { owner } = this;
    while (this.#listener !== null && !this.#paused && this.#inbox.length > 0) {
      const line = this.#inbox.shift()!;
      const verb = verbOf(line);
      if (owner.alive) owner.reach(`before taking ${verb}`);
      if (!owner.alive) return;
      this.#dependencies.carried(line, this.other.lane);
      if (verb === 'ACK') this.#bounds?.acknowledged();
      this.#listener.line(line);
      if (owner.alive) owner.reach(`after taking ${verb}`);
    }
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sent.length = 0;
    this.#sentBytes = 0;
    if (this.owner.alive) this.#listener?.closed(this.#closing ?? reason);
    if (this.other.#closed || !this.other.owner.alive) this.#dependencies.over();
  }

  /** As a version before would say it. */
  #older(line: string): string {
    if (!line.startsWith('HELLO ')) return line;
    const lost = (caps: string) => caps.split(',').filter((cap) => !this.#dependencies.unknown.includes(cap));
    return line.replace(/CAPS "([^"]*)"/, (_, caps: string) => `CAPS "${lost(caps).join(',')}"`);
  }

  #garbled(line: string): string {
    const { garble } = this.lane;
    // On one link everything is asked for again once: a defect that stays is for people to mend.
    if (garble === null || this.#hasGarbled || !line.startsWith('CBURST ')) return line;
    this.#hasGarbled = true;
    this.lane.garble = null;
    this.#dependencies.count(`a line got ${garble === 'unreadable' ? 'unreadable' : 'a bad value'}`);
    return garble === 'unreadable' ? line.replace(/^CBURST \S+ \S+/, 'CBURST # -') : `${line} LIMIT 0`;
  }
}

function verbOf(line: string): string {
  const blank = line.indexOf(' ');
  return blank < 0 ? line : line.slice(0, blank);
}
