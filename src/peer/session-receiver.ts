import type { BurstEnd, ItemId } from '../extension/burst-extension.ts';
import {
  type BurstRouter,
  ITEM_BYTES_MAX,
  ITEM_LINES_MAX,
  type RoutedItem,
  type RoutedProblem,
} from '../extension/burst-router.ts';
import { type BurstEndMessage, unnamed } from '../wire/burst-end-line.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import type { ControlMessage, SessionMessage } from '../wire/session-message.ts';
import { BURST_ITEMS_MAX, ReceivedBurst } from './received-burst.ts';
import { PAGES_IN_FLIGHT_MAX } from './session-sender.ts';
import type { SessionServer } from './session-server.ts';

/**
 * What a page may have: it is applied as a whole, so it is held until its end. A sender adds a last item, of up to
 * `ITEM_LINES_MAX` and `ITEM_BYTES_MAX`, to one that is almost full; earlier programs close it at 10,000 lines or 1 MiB.
 */
export const PAGE_LINES_MAX = 10_000 + ITEM_LINES_MAX;
export const PAGE_BYTES_MAX = 1024 * 1024 + ITEM_BYTES_MAX;

/**
 * Of so many bytes of lines it is kept what was read of them: what short fields become takes up to forty times as much memory
 * as their text. Beyond it lines are kept as they came and read again when they are applied.
 */
export const READ_BYTES_MAX = 1024 * 1024;

/** Rejected items remembered for a link; beyond, the peer just stays dirty. */
const REJECTED_MAX = 1000;

const OTHER_ITEMS: LineProblem = {
  code: 'bad-value',
  reason: 'what came of the burst is not what was presented',
  channelId: null,
};

/** A line of a page, until that is applied. */
interface KeptLine {
  readonly id: ItemId;
  /** Its place in the page, from 1. */
  readonly line: number;
  /** A string: the line itself. */
  readonly item: RoutedItem | string;
}

interface ReceivedPage {
  readonly lines: readonly KeptLine[];
  readonly bytes: number;
  /** Of those lines of which it is kept what was read. */
  readonly readBytes: number;
}

export interface SessionReceiverEvents {
  send(message: ControlMessage): void;
  /** Whether the peer may say more: it may not while a page's worth of what it said waits for the disk. */
  held(isHeld: boolean): void;
  rejected(page: number, line: number, problem: LineProblem): void;
  burstEnded(documents: number): void;
  /** These lines of a page are durable. */
  durable(lines: readonly { readonly id: ItemId }[]): void;
  /** And the peer was told so. */
  acknowledged(): void;
}

/**
 * Takes in the peer's side of a session: collects the lines of a page, applies it as one transaction and acknowledges it
 * once it is durable.
 *
 * A bad line is answered, never skipped in silence: the item is asked for again, once for each link, and the peer stays
 * dirty until it came. A line so broken that its item is unknown suspends the sweep at the end of the burst and
 * everything is asked for again.
 */
export class SessionReceiver {
  readonly #server: Pick<SessionServer, 'submit' | 'setCursor'>;
  readonly #router: BurstRouter;
  readonly #events: SessionReceiverEvents;
  readonly #rejected = new Set<ItemId>();
  readonly #dirty = new Set<ItemId>();
  /** Of the rejected items: the last page in which something came for it. */
  readonly #cameIn = new Map<ItemId, number>();
  #page: KeptLine[] = [];
  #pageNumber = 1;
  #pageLines = 0;
  #pageBytes = 0;
  /** Bytes of the lines of the page of which it is kept what was read, and of those of all pages that are not durable yet. */
  #pageReadBytes = 0;
  #readBytes = 0;
  /** Pages that are on their way to the disk, and their bytes. */
  #unacknowledged = 0;
  #unacknowledgedBytes = 0;
  #burst: ReceivedBurst | null = null;
  readonly #epoch: string;
  readonly #burstItemsMax: number;
  #started = false;
  #stopped = false;
  /** Where the peer's burst began: a resume point that is not beyond it tells nothing new. */
  #burstSince = 0;
  #toldSequence = 0;
  #askedForAll = false;
  /** Burst types of which something came that nobody knows what it was about. */
  #unreadable: ReadonlySet<string> = new Set();
  /** A line was rejected since the last full burst began: whatever came for its item, nobody knows that it was all. */
  #missed = false;
  /**
   * Pages are judged one after the other, while the next ones are being read already. Once something was refused the resume
   * point stays where it is, so that the next link brings it again.
   */
  #refused = false;
  /** Of the burst that came last, what the peer presented and what it had to tell besides: its pages have come. */
  #whole = false;
  /** A resume is under way whose end confirms what was known before. */
  #confirms = false;
  /** What the peer presents but could not prepare, of the burst that came last. */
  #missing: readonly ItemId[] = [];

  constructor(
    server: Pick<SessionServer, 'submit' | 'setCursor'>,
    router: BurstRouter,
    peerEpoch: string,
    events: SessionReceiverEvents,
    burstItemsMax = BURST_ITEMS_MAX,
  ) {
    this.#burstItemsMax = burstItemsMax;
    this.#server = server;
    this.#router = router;
    this.#epoch = peerEpoch;
    this.#events = events;
  }

  /** The link is gone: what is left of the end of a burst is another link's. */
  stop(): void {
    this.#stopped = true;
  }

  /** The peer's burst is over. */
  get live(): boolean {
    return this.#started && this.#burst === null;
  }

  /** The peer's burst is over, up to the page that has its resume point, and all that came is durable. */
  get heard(): boolean {
    return this.#whole && !this.busy;
  }

  /** Pages of the peer are on their way to the disk. */
  get busy(): boolean {
    return this.#unacknowledged > 0;
  }

  /** A line was rejected and its item has not come again. */
  get dirty(): boolean {
    return this.#unreadable.size > 0 || this.#dirty.size > 0;
  }

  /** Of the lines of the page that has not ended. */
  get pageBytes(): number {
    return this.#pageBytes;
  }

  /** The last sequence that the peer told of; 0: none yet. */
  get toldSequence(): number {
    return this.#toldSequence;
  }

  /** A line that an extension has read. Returns what ends the session, or null. */
  item(item: RoutedItem, line: string): string | null {
    this.#keep(item, line);
    this.#burst?.see(item);
    this.#dirty.delete(item.id);
    if (this.#rejected.has(item.id)) this.#cameIn.set(item.id, this.#pageNumber);
    return this.#count(item.burstType, line.length);
  }

  /** A line of an extension that could not be taken. Returns what ends the session, or null. */
  badItem({ burstType, problem }: RoutedProblem, bytes: number): string | null {
    const line = this.#pageLines + 1;
    if (problem.channelId !== null) this.#burst?.see({ burstType, id: problem.channelId });
    else this.#seeUnreadable(burstType);
    this.#reject(this.#pageNumber, line, problem);
    return this.#count(burstType, bytes);
  }

  /** Another line that could not be taken: of a later version, perhaps. It is answered and belongs to no page. */
  badControl(problem: LineProblem): null {
    const { code, reason } = problem;
    this.#events.rejected(this.#pageNumber, this.#pageLines + 1, problem);
    const at = { page: this.#pageNumber, line: this.#pageLines + 1 };
    this.#events.send({ verb: 'NAK', ...at, code, reason, channelId: null });
    return null;
  }

  /** BURST, PAGE or EOB. Returns what ends the session, or null. */
  control(message: Extract<SessionMessage, { verb: 'BURST' | 'PAGE' | 'EOB' }>): string | null {
    if (message.verb === 'BURST') return this.#beginBurst(message);
    if (!this.#started) return `${message.verb} came before BURST`;
    return message.verb === 'PAGE' ? this.#endPage(message) : this.#endBurst(message);
  }

  #beginBurst({ mode, sequence }: Extract<SessionMessage, { verb: 'BURST' }>): string | null {
    if (this.#pageLines > 0) return 'BURST came inside a page';
    this.#burst = new ReceivedBurst(mode, this.#burstItemsMax);
    this.#started = true;
    this.#burstSince = sequence;
    this.#whole = false;
    this.#confirms = false;
    if (mode === 'full') {
      this.#server.submit(() => {
        this.#refused = false;
      });
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
    const page = this.#takePage();
    this.#toldSequence = sequence ?? this.#toldSequence;
    const isNews = sequence !== null && sequence > this.#burstSince;
    // While something was not taken in, the peer's resume point must stay before it.
    const complete = sequence !== null && this.#burst === null;
    const cursor = complete && !this.#missed ? { epoch: this.#epoch, sequence } : null;
    let problems: (string | null)[] = [];
    this.#whole ||= complete;
    this.#server.submit(
      (now) => {
        problems = page.lines.map(({ item }) => this.#apply(item, now));
        this.#refused ||= problems.some((problem) => problem !== null);
        if (cursor === null || this.#refused) return;
        this.#server.setCursor(cursor);
        if (isNews) this.#router.reached(cursor.sequence);
      },
      () => this.#pageDurable(number, page, problems),
    );
    if (complete) this.#confirm();
    return null;
  }

  #takePage(): ReceivedPage {
    const page = { lines: this.#page, bytes: this.#pageBytes, readBytes: this.#pageReadBytes };
    this.#page = [];
    this.#pageNumber++;
    this.#pageLines = 0;
    this.#pageBytes = 0;
    this.#pageReadBytes = 0;
    this.#unacknowledged++;
    this.#unacknowledgedBytes += page.bytes;
    if (this.#unacknowledgedBytes > PAGE_BYTES_MAX) this.#events.held(true);
    return page;
  }

  /** In a transaction. Returns what is wrong with the item, or null. */
  #apply(kept: RoutedItem | string, now: number): string | null {
    const item = typeof kept === 'string' ? this.#router.read(kept)! : kept;
    return 'problem' in item ? item.problem.reason : this.#router.apply(item, now);
  }

  #pageDurable(number: number, page: ReceivedPage, problems: (string | null)[]): void {
    this.#unacknowledged--;
    this.#readBytes -= page.readBytes;
    const wasHeld = this.#unacknowledgedBytes > PAGE_BYTES_MAX;
    this.#unacknowledgedBytes -= page.bytes;
    if (wasHeld && this.#unacknowledgedBytes <= PAGE_BYTES_MAX) this.#events.held(false);
    problems.forEach((reason, index) => {
      if (reason === null) return;
      const { id, line } = page.lines[index]!;
      this.#reject(number, line, { code: 'bad-value', reason, channelId: id });
    });
    this.#events.durable(page.lines);
    this.#events.send({ verb: 'ACK', number });
    this.#events.acknowledged();
  }

  #endBurst(end: BurstEndMessage): string | null {
    const burst = this.#burst;
    if (burst === null) return 'EOB came outside a burst';
    if (this.#pageLines > 0) return 'EOB came inside a page';
    this.#burst = null;
    const fits = burst.fits(end);
    if (!fits) this.#reject(this.#pageNumber, 1, OTHER_ITEMS);
    this.#unreadable = fits ? burst.unreadable : new Set(this.#router.burstTypes);
    if (this.#unreadable.size > 0) this.#askForAll();
    // A peer that cannot name what it misses tells everything again by itself.
    if (!end.missing.includes(unnamed)) this.#endPresentation(burst, end.missing);
    this.#events.burstEnded(end.documents);
    return null;
  }

  #endPresentation(burst: ReceivedBurst, missing: readonly ItemId[]): void {
    if (burst.mode === 'resume') {
      this.#confirms = true;
      this.#missing = missing;
      return;
    }
    for (const burstType of this.#router.burstTypes) {
      if (this.#unreadable.has(burstType)) continue;
      const seen = burst.presented(burstType);
      const presented = missing.length === 0 ? seen : seen.union(new Set(missing));
      this.#endOf(burstType, { mode: 'full', presented });
    }
  }

  /**
   * A resume tells after its end what the peer presents no more. Confirmed before that, a channel that nobody holds any
   * more would come back for a moment, and a server that holds the name would move to it, with its old bans.
   */
  #confirm(): void {
    if (!this.#confirms) return;
    this.#confirms = false;
    // The rejected line may have said that the peer left. Beyond the bound it is not known of what.
    if (this.#dirty.size >= REJECTED_MAX) {
      this.#askForAll();
      return;
    }
    const unconfirmed = new Set([...this.#dirty, ...this.#missing]);
    for (const burstType of this.#router.burstTypes) {
      if (this.#unreadable.has(burstType)) continue;
      this.#endOf(burstType, { mode: 'resume', unconfirmed });
    }
  }

  #endOf(burstType: string, end: BurstEnd): void {
    this.#server.submit(() => this.#goOn(burstType, this.#router.burstEnded(burstType, end)));
  }

  /** A part at a time: what else came is heard in between. */
  #goOn(burstType: string, rest: Iterator<void> | null): void {
    if (rest === null) return;
    this.#server.submit(() => {
      if (this.#stopped) this.#router.giveUp(burstType, rest);
      else if (this.#router.goOn(burstType, rest)) this.#goOn(burstType, rest);
    });
  }

  /** It may be about anything of its type. */
  #seeUnreadable(burstType: string): void {
    this.#unreadable = new Set([...this.#unreadable, burstType]);
    if (this.#burst === null) this.#askForAll();
    else this.#burst.unreadable.add(burstType);
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
    if (channelId === null) return;
    // A page is judged when later ones have been read: the answer may be among them.
    const hasComeSince = (this.#cameIn.get(channelId) ?? 0) > page;
    if (!hasComeSince && this.#dirty.size < REJECTED_MAX) this.#dirty.add(channelId);
    if (this.#rejected.has(channelId) || this.#rejected.size >= REJECTED_MAX) return;
    this.#rejected.add(channelId);
    this.#events.send({ verb: 'REQUEST', channelId });
  }

  #keep(item: RoutedItem, text: string): void {
    const isRead = this.#readBytes + text.length <= READ_BYTES_MAX;
    if (isRead) {
      this.#readBytes += text.length;
      this.#pageReadBytes += text.length;
    }
    this.#page.push({ id: item.id, line: this.#pageLines + 1, item: isRead ? item : text });
  }

  #count(burstType: string, bytes: number): string | null {
    this.#pageLines++;
    this.#pageBytes += bytes;
    if (!this.#started) return `${burstType} came before BURST`;
    if (this.#burst?.overflows) return `a burst has more than ${this.#burstItemsMax} items`;
    if (this.#pageLines > PAGE_LINES_MAX) return `a page has more than ${PAGE_LINES_MAX} lines`;
    return this.#pageBytes > PAGE_BYTES_MAX ? `a page has more than ${PAGE_BYTES_MAX} bytes` : null;
  }
}
