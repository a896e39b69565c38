import type { ChannelId } from '../core/identity.ts';
import type { DocumentMessage } from '../wire/document-line.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import type { ControlMessage, SessionMessage } from '../wire/session-message.ts';
import { PAGES_IN_FLIGHT_MAX } from './session-sender.ts';
import type { SessionServer } from './session-server.ts';

/** Lines in a page and bytes in a page that are accepted; a page is applied as a whole, so it is held until its end. */
export const PAGE_LINES_MAX = 20_000;
export const PAGE_BYTES_MAX = 64 * 1024 * 1024;

/** Rejected channels remembered for a link; beyond, the peer just stays dirty. */
const REJECTED_MAX = 1000;

export interface SessionReceiverEvents {
  send(message: ControlMessage): void;
  rejected(page: number, line: number, problem: LineProblem): void;
  burstEnded(documents: number): void;
}

/**
 * Takes in the peer's side of a session: collects the lines of a page, applies it as one transaction and acknowledges it
 * once it is durable.
 *
 * A bad line is answered, never skipped in silence: the channel is asked for again, once for each link, and the peer stays
 * dirty until it came. A line so broken that its channel is unknown suspends the sweep at the end of the burst and
 * everything is asked for again.
 */
export class SessionReceiver {
  readonly #server: SessionServer;
  readonly #events: SessionReceiverEvents;
  readonly #rejected = new Set<ChannelId>();
  readonly #dirty = new Set<ChannelId>();
  #page: { message: DocumentMessage; line: number }[] = [];
  #pageNumber = 1;
  #pageLines = 0;
  #pageBytes = 0;
  /** Pages that are on their way to the disk. */
  #unacknowledged = 0;
  #burst: { mode: 'full' | 'resume'; seen: Set<ChannelId>; unreadable: number } | null = null;
  readonly #epoch: string;
  #started = false;
  #askedForAll = false;
  #unreadable = false;
  /** A line was rejected since the last full burst began: whatever came for its channel, nobody knows that it was all. */
  #missed = false;
  /** A resume is under way whose end confirms what was known before. */
  #confirms = false;

  constructor(server: SessionServer, peerEpoch: string, events: SessionReceiverEvents) {
    this.#server = server;
    this.#epoch = peerEpoch;
    this.#events = events;
  }

  /** The peer's burst is over. */
  get live(): boolean {
    return this.#started && this.#burst === null;
  }

  /** A line was rejected and its channel has not come again. */
  get dirty(): boolean {
    return this.#unreadable || this.#dirty.size > 0;
  }

  /** A CBURST line. Returns what ends the session, or null. */
  document(message: DocumentMessage, bytes: number): string | null {
    const { id } = message.part;
    this.#page.push({ message, line: this.#pageLines + 1 });
    this.#burst?.seen.add(id);
    this.#dirty.delete(id);
    return this.#count(bytes);
  }

  /** A CBURST line that could not be taken. Returns what ends the session, or null. */
  badDocument(problem: LineProblem, bytes: number): string | null {
    const line = this.#pageLines + 1;
    if (problem.channelId !== null) this.#burst?.seen.add(problem.channelId);
    else if (this.#burst !== null) this.#burst.unreadable++;
    else this.#askForAll();
    this.#reject(this.#pageNumber, line, problem);
    return this.#count(bytes);
  }

  /** Another line that could not be taken: of a later version, perhaps. It is answered and belongs to no page. */
  badControl(problem: LineProblem): void {
    const { code, reason } = problem;
    this.#events.rejected(this.#pageNumber, this.#pageLines + 1, problem);
    const at = { page: this.#pageNumber, line: this.#pageLines + 1 };
    this.#events.send({ verb: 'NAK', ...at, code, reason, channelId: null });
  }

  /** BURST, PAGE or EOB. Returns what ends the session, or null. */
  control(message: Extract<SessionMessage, { verb: 'BURST' | 'PAGE' | 'EOB' }>): string | null {
    if (message.verb === 'BURST') return this.#beginBurst(message.mode);
    if (!this.#started) return `${message.verb} came before BURST`;
    return message.verb === 'PAGE' ? this.#endPage(message) : this.#endBurst(message.documents);
  }

  #beginBurst(mode: 'full' | 'resume'): string | null {
    if (this.#pageLines > 0) return 'BURST came inside a page';
    this.#burst = { mode, seen: new Set(), unreadable: 0 };
    this.#started = true;
    this.#confirms = false;
    if (mode === 'full') {
      this.#missed = false;
      this.#dirty.clear();
    }
    return null;
  }

  #endPage({ number, lines, sequence }: Extract<SessionMessage, { verb: 'PAGE' }>): string | null {
    if (number !== this.#pageNumber) return `page ${number} came where page ${this.#pageNumber} was due`;
    if (lines !== this.#pageLines) return `page ${number} has ${this.#pageLines} lines and says ${lines}`;
    // A peer that does not wait would fill memory faster than the disk takes it.
    if (this.#unacknowledged >= PAGES_IN_FLIGHT_MAX)
      return `more than ${PAGES_IN_FLIGHT_MAX} pages are unacknowledged`;
    this.#unacknowledged++;
    const page = this.#page;
    this.#page = [];
    this.#pageNumber++;
    this.#pageLines = 0;
    this.#pageBytes = 0;
    // While something was not taken in, the peer's resume point must stay before it.
    const complete = sequence !== null && this.#burst === null;
    const cursor = complete && !this.#missed ? { epoch: this.#epoch, sequence } : null;
    this.#server.receive(
      page.map(({ message }) => message),
      cursor,
      (problems) => this.#pageDurable(number, page, problems),
    );
    if (complete) this.#confirm();
    return null;
  }

  #pageDurable(
    number: number,
    page: { message: DocumentMessage; line: number }[],
    problems: (string | null)[],
  ): void {
    this.#unacknowledged--;
    problems.forEach((reason, index) => {
      if (reason === null) return;
      const { message, line } = page[index]!;
      this.#reject(number, line, { code: 'bad-value', reason, channelId: message.part.id });
    });
    this.#events.send({ verb: 'ACK', number });
  }

  #endBurst(documents: number): string | null {
    const burst = this.#burst;
    if (burst === null) return 'EOB came outside a burst';
    if (this.#pageLines > 0) return 'EOB came inside a page';
    this.#burst = null;
    if (burst.unreadable === 0) {
      this.#unreadable = false;
      if (burst.mode === 'full') this.#server.burstEnded(burst.seen, new Set());
      else this.#confirms = true;
    } else {
      this.#unreadable = true;
      this.#askForAll();
    }
    this.#events.burstEnded(documents);
    return null;
  }

  /**
   * A resume tells after its end what the peer left meanwhile. Confirmed before that, a channel that nobody holds any more
   * would come back for a moment, and a server that holds the name would move to it, with its old bans.
   */
  #confirm(): void {
    const confirms = this.#confirms && !this.#unreadable;
    this.#confirms = false;
    if (!confirms) return;
    // The rejected line may have said that the peer left. Beyond the bound it is not known of which channels.
    if (this.#dirty.size < REJECTED_MAX) this.#server.burstEnded(null, new Set(this.#dirty));
    else this.#askForAll();
  }

  /** Once for each link: a peer that cannot say it better would be asked for ever. */
  #askForAll(): void {
    if (!this.#askedForAll) this.#events.send({ verb: 'REQUEST', channelId: null });
    this.#askedForAll = true;
  }

  #reject(page: number, line: number, problem: LineProblem): void {
    const { code, reason, channelId } = problem;
    this.#missed = true;
    this.#events.rejected(page, line, problem);
    this.#events.send({ verb: 'NAK', page, line, code, reason, channelId });
    if (channelId === null) {
      this.#unreadable = true;
      return;
    }
    if (this.#dirty.size < REJECTED_MAX) this.#dirty.add(channelId);
    if (this.#rejected.has(channelId) || this.#rejected.size >= REJECTED_MAX) return;
    this.#rejected.add(channelId);
    this.#events.send({ verb: 'REQUEST', channelId });
  }

  #count(bytes: number): string | null {
    this.#pageLines++;
    this.#pageBytes += bytes;
    if (!this.#started) return 'CBURST came before BURST';
    if (this.#pageLines > PAGE_LINES_MAX) return `a page has more than ${PAGE_LINES_MAX} lines`;
    return this.#pageBytes > PAGE_BYTES_MAX ? `a page has more than ${PAGE_BYTES_MAX} bytes` : null;
  }
}
