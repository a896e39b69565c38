import type { ServerName } from '../../../src/core/identity.ts';
import type { SimSidecar } from '../sim-sidecar.ts';

/**
 * What docs and sources state of how much may wait. Not taken from the sources: a seed has to find a bound that was moved
 * there, too. A test holds these equal to the constants that are exported.
 */
export const STATED = {
  pagesInFlight: 8,
  updatesInFlight: 2000,
  updatesAtOnce: 200,
  hostWork: 64,
} as const;

/** What has to happen in a long run: every bound was come to. */
export const NEAR = {
  pages: 'as many pages as may be were not acknowledged',
  full: 'a page was sent to a link that was full already',
  updates: 'nearly as many updates as may be were under way to a host',
  atOnce: 'as many updates as may be were sent at once',
  host: 'a host had to wait for its updates',
  work: 'a host was not read because its work waited for the disk',
  items: 'more changes waited for a peer than pages may be under way',
} as const;

/** Who hears that a bound was come to or broken. */
export interface BoundsWatch {
  problem(check: string, text: string): void;
  count(what: string): void;
}

/**
 * Of what a session's sender says: it hears that the link is full by its own writes only, so that one may follow what
 * filled it; and a tick moves the peer's resume point with another one.
 */
const WRITES_WHEN_FULL_MAX = 2;
const SENDER_ENDS = /^(PAGE|BURST|EOB)\b/;

/** Of one direction of a link: pages that are not acknowledged, and what is sent though the link is full. */
export class LinkBounds {
  readonly #name: string;
  readonly #watch: BoundsWatch;
  #pages = 0;
  #whenFull = 0;

  constructor(from: ServerName, to: ServerName, watch: BoundsWatch) {
    this.#name = `${from} to ${to}`;
    this.#watch = watch;
  }

  /** `full`: the sender was told to wait, and not yet to go on. */
  writes(lines: readonly string[], full: boolean): void {
    const last = lines.at(-1) ?? '';
    if (last.startsWith('PAGE ')) this.#page();
    if (!full) this.#whenFull = 0;
    else if (SENDER_ENDS.test(last)) {
      this.#watch.count(NEAR.full);
      if (++this.#whenFull > WRITES_WHEN_FULL_MAX)
        this.#exceeded(`${this.#whenFull} writes to a link that is full`);
    }
  }

  /** Once it can be sent to again, it may get full again. */
  drained(): void {
    this.#whenFull = 0;
  }

  acknowledged(): void {
    this.#pages--;
  }

  #page(): void {
    this.#pages++;
    if (this.#pages === STATED.pagesInFlight) this.#watch.count(NEAR.pages);
    if (this.#pages > STATED.pagesInFlight) this.#exceeded(`${this.#pages} pages are not acknowledged`);
  }

  #exceeded(text: string): void {
    this.#watch.problem('bounds', `${this.#name}: ${text}`);
  }
}

/** Updates that are written though the host takes none: those that were on their way to the disk. */
const UPDATES_WHEN_FULL_MAX = 1;

/** Of one host's stream: messages to it though it takes none, updates, and its own messages that wait for the disk. */
export class HostBounds {
  readonly #server: ServerName;
  readonly #watch: BoundsWatch;
  #working = 0;
  #updatesWhenFull = 0;

  constructor(server: ServerName, watch: BoundsWatch) {
    this.#server = server;
    this.#watch = watch;
  }

  /** The sidecar writes so many updates. `full`: it was told to wait, and not yet to go on. */
  updates(count: number, inFlight: number, full: boolean): void {
    if (!full) this.#updatesWhenFull = 0;
    else this.#watch.count(NEAR.host);
    if (full && ++this.#updatesWhenFull > UPDATES_WHEN_FULL_MAX)
      this.#exceeded(`${this.#updatesWhenFull} writes of updates to a host that takes none`);
    if (count === STATED.updatesAtOnce) this.#watch.count(NEAR.atOnce);
    if (count > STATED.updatesAtOnce) this.#exceeded(`${count} updates are sent at once`);
    if (inFlight > STATED.updatesInFlight - STATED.updatesAtOnce) this.#watch.count(NEAR.updates);
    if (inFlight > STATED.updatesInFlight) this.#exceeded(`${inFlight} updates are under way`);
  }

  members(full: boolean): void {
    if (full) this.#exceeded('members are told to a host that takes nothing');
  }

  drained(): void {
    this.#updatesWhenFull = 0;
  }

  /** A message of the host is given to the disk. */
  begins(): void {
    this.#working++;
    if (this.#working === STATED.hostWork) this.#watch.count(NEAR.work);
    if (this.#working > STATED.hostWork) this.#exceeded(`${this.#working} messages wait for the disk`);
  }

  ends(): void {
    this.#working--;
  }

  #exceeded(text: string): void {
    this.#watch.problem('bounds', `${this.#server}: ${text}`);
  }
}

/** Channels and their members. */
const ITEMS_OF_A_CHANNEL = 2;

/** What waits for a peer is each thing once, in the burst and once more after it. `known`: the most channels it ever had. */
export function checkWaiting({ server, table }: SimSidecar, known: number, watch: BoundsWatch): void {
  const max = 2 * ITEMS_OF_A_CHANNEL * known + STATED.pagesInFlight;
  for (const [peer, { session }] of table.peers) {
    const waiting = session?.waiting ?? 0;
    if (waiting > STATED.pagesInFlight) watch.count(NEAR.items);
    if (waiting > max)
      watch.problem('bounds', `${server}: ${waiting} items wait for ${peer}, of ${known} channels`);
  }
}

/**
 * Lines that one thing done while all is at rest may cost from a server to a peer. It is told in one, a move to another id in
 * two and as many for the members; another move may become due at the time.
 */
const LINES_OF_AN_ACT = 6;

/** `said`: lines of `CONTENT_VERBS` since as many acts began, from every one of `servers` to every other. */
export function checkCost(said: number, acts: number, servers: number, watch: BoundsWatch): void {
  const max = LINES_OF_AN_ACT * acts * servers * (servers - 1);
  if (said > max) watch.problem('bounds', `${said} lines for ${acts} acts among ${servers} servers`);
}

/** Verbs of lines that are there only where something changed or is missing. */
export const CONTENT_VERBS = [
  'CBURST',
  'MEMBER',
  'BURST',
  'RESUME',
  'EOB',
  'REQUEST',
  'NAK',
  'MISSING',
] as const;
