import type { KnownAge } from './age-claim.ts';
import { ABSORBED_MAX, ABSORBED_UNKNOWN_MAX, type DocumentPart, wins } from './document.ts';
import { isSet } from './field.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { LeakyCounts } from './leaky-counts.ts';
import { MinuteCounts } from './minute-counts.ts';
import type { PinnedAway } from './pinned-away.ts';

/** Bounds of what a peer may do here without an operator; 0: none. */
export interface GuardLimits {
  /** How far a stamp or a time of creation may lie ahead of this server's clock; at least 1. */
  readonly maxClockSkewMs: number;
  /** Ids that one peer may hold here at once, and ids here that nobody holds. */
  readonly maxChannels: number;
  /** Set entries of all lists of one channel together. */
  readonly maxListEntries: number;
  /**
   * New ids of one peer in a minute, beside those of a burst and those that were asked for. These come to no more than
   * `maxChannels` at once: nobody can tell a burst that does not end from one over a slow link.
   */
  readonly createRate: number;
  /** Fields that one peer unsets in a minute. */
  readonly massRemovals: number;
}

/** What the guard asks about the rest of this server's state. */
export interface GuardDependencies {
  /** How many ids `peer` holds here. */
  readonly held: (peer: ServerName) => number;
  /** How many ids here nobody holds. */
  readonly unheld: () => number;
  /** True when the id is known here. */
  readonly knows: (id: ChannelId) => boolean;
  /** True when the id of `part`, as old as it says it is, would take the place of another that this server holds. */
  readonly displaces: (part: DocumentPart) => boolean;
  /** What is lost here by a decision of an operator with which the id would take the place of the one held; null: it would not. */
  readonly pinnedAway: (message: PeerMessage) => PinnedAway | null;
  /** The last moment (Unix ms) at which all that `peer` had was known here; null: there was none. */
  readonly lastSync: (peer: ServerName) => number | null;
  /** What a peer under review would change here, for people; null: nothing, or it is not under review. */
  readonly returns: (message: PeerMessage) => string | null;
}

/** What a peer says of a channel. */
export interface PeerMessage {
  readonly peer: ServerName;
  readonly part: DocumentPart;
  /** Null: the peer does not hold it. */
  readonly members: number | null;
}

/** What is known of the same id; a `ChannelEntry` is one. */
export interface KnownChannel {
  readonly document: DocumentPart;
  readonly holders: { has(server: ServerName): boolean };
  readonly confirmed: KnownAge['confirmed'];
}

/** Why a message waits for an operator, the gravest first. */
export const quarantineCodes = [
  'origin',
  'name',
  'takeover',
  'created-at',
  'created-early',
  'created-future',
  'absorbed',
  'mass-removals',
  'list-entries',
  'channels',
  'create-rate',
  'returning',
] as const;

export type QuarantineCode = (typeof quarantineCodes)[number];

/** `text` is for people and holds no value of a field. */
export interface Suspicion {
  readonly code: QuarantineCode;
  readonly text: string;
}

/**
 * Judges what a peer says before it is joined. What passes is counted as done, so nothing else may refuse it afterwards.
 * What does not pass is not counted, and waits for an operator; whoever approves it joins it without asking here.
 */
export class Guard {
  readonly #limits: GuardLimits;
  readonly #ask: GuardDependencies;
  readonly #created = new MinuteCounts();
  readonly #burst: LeakyCounts;
  readonly #removed = new MinuteCounts();

  constructor(limits: GuardLimits, dependencies: GuardDependencies) {
    this.#limits = limits;
    this.#burst = new LeakyCounts(() => limits.createRate);
    this.#ask = dependencies;
  }

  /** Null: join it. `solicited`: part of a burst, or this server asked for it. */
  judge(
    message: PeerMessage,
    known: KnownChannel | undefined,
    { solicited, now }: { solicited: boolean; now: number },
  ): Suspicion | null {
    const { peer, part } = message;
    const away = this.#ask.pinnedAway(message);
    const removals = (known === undefined ? 0 : removalsBy(part, known.document)) + (away?.unset ?? 0);
    const inBurst = solicited && this.#hasBurst(peer, now);
    const suspicion =
      this.#identity(message, known, now) ??
      this.#pin(peer, away) ??
      this.#absorbed(message, known) ??
      this.#removals(peer, removals, now) ??
      this.#entries(part, known?.document) ??
      this.#channels(message, known) ??
      (known !== undefined || inBurst ? null : this.#creation(peer, now)) ??
      this.#returning(message);
    if (suspicion !== null) return suspicion;
    this.#removed.add(peer, removals, now);
    if (known === undefined) (inBurst ? this.#burst : this.#created).add(peer, 1, now);
    return null;
  }

  #identity({ peer, part }: PeerMessage, known: KnownChannel | undefined, now: number): Suspicion | null {
    if (known !== undefined && part.origin !== known.document.origin) {
      return suspect('origin', `${peer} names another origin than ${known.document.origin}, which is known`);
    }
    const { createdAt } = part;
    if (createdAt === null || createdAt === known?.document.createdAt) return null;
    if (known !== undefined && contradicts(peer, createdAt, known)) {
      const direction = createdAt < known.document.createdAt! ? 'older' : 'younger';
      const source = known.confirmed ? 'its origin said' : 'is known';
      return suspect('created-at', `${peer} calls it ${direction} than ${source}`);
    }
    return this.#age(peer, part, createdAt, now);
  }

  /** A claim that is new here. */
  #age(peer: ServerName, part: DocumentPart, createdAt: number, now: number): Suspicion | null {
    const { maxClockSkewMs } = this.#limits;
    if (createdAt < IRC_BEGAN_MS) return suspect('created-early', `${peer} calls it older than IRC`);
    if (createdAt > now + maxClockSkewMs) {
      return suspect('created-future', `${peer} says that it will be created in the future`);
    }
    const lastSync = this.#ask.lastSync(peer);
    const isBefore = lastSync !== null && createdAt < lastSync - maxClockSkewMs;
    if (!isBefore || !this.#ask.displaces(part)) return null;
    return suspect(
      'takeover',
      `${peer} had not told of it at the last complete sync, calls it older than that, and it would take the place of the id held here`,
    );
  }

  #pin(peer: ServerName, away: PinnedAway | null): Suspicion | null {
    if (away === null || away.missing === 0) return null;
    return suspect(
      'takeover',
      `${peer} tells of a decision that it takes the place of the id held here, of which it lacks ${away.missing} fields`,
    );
  }

  #absorbed({ peer, part }: PeerMessage, known: KnownChannel | undefined): Suspicion | null {
    if (known === undefined || part.absorbed.size === 0) return null;
    const present = known.document.absorbed;
    const more = part.absorbed.difference(present);
    const all = present.union(more);
    if (all.size > ABSORBED_MAX && pushesOut(present, all)) {
      return suspect('absorbed', `${peer} names more than ${ABSORBED_MAX} ids that were merged into it`);
    }
    if (all.size <= ABSORBED_UNKNOWN_MAX || [...more].every((id) => this.#ask.knows(id))) return null;
    return suspect(
      'absorbed',
      `${peer} names ids that are unknown here among more than ${ABSORBED_UNKNOWN_MAX} that were merged into it`,
    );
  }

  #removals(peer: ServerName, removals: number, now: number): Suspicion | null {
    const max = this.#limits.massRemovals;
    if (max === 0 || removals === 0) return null;
    if (this.#removed.count(peer, now) + removals <= max) return null;
    return suspect('mass-removals', `${peer} would unset more than ${max} fields in a minute`);
  }

  #entries(part: DocumentPart, document: DocumentPart | undefined): Suspicion | null {
    const max = this.#limits.maxListEntries;
    const more = entryGrowth(part, document);
    if (max === 0 || more <= 0) return null;
    const present = document === undefined ? 0 : setEntries(document);
    if (present + more <= max) return null;
    return suspect(
      'list-entries',
      `its lists would have ${present + more} entries, at most ${max} are allowed`,
    );
  }

  #channels({ peer, members }: PeerMessage, known: KnownChannel | undefined): Suspicion | null {
    const max = this.#limits.maxChannels;
    if (max === 0) return null;
    if (members === null) {
      if (known !== undefined || this.#ask.unheld() < max) return null;
      return suspect('channels', `nobody holds it, and ${max} such channels are known already`);
    }
    if (known?.holders.has(peer) || this.#ask.held(peer) < max) return null;
    return suspect('channels', `${peer} would hold more than ${max} channels`);
  }

  /** What an honest peer has to tell at once is no more than it may hold, and what it created since it last did so. */
  #hasBurst(peer: ServerName, now: number): boolean {
    const max = this.#limits.maxChannels;
    return max === 0 || this.#burst.count(peer, now) + 1 <= max;
  }

  #creation(peer: ServerName, now: number): Suspicion | null {
    const max = this.#limits.createRate;
    if (max === 0 || this.#created.count(peer, now) < max) return null;
    return suspect('create-rate', `${peer} would tell of more than ${max} new channels in a minute`);
  }

  #returning(message: PeerMessage): Suspicion | null {
    const text = this.#ask.returns(message);
    return text === null ? null : suspect('returning', text);
  }
}

/** IRC was born in August 1988: an earlier time is a clock that was never set, or a claim to be the oldest for ever. */
const IRC_BEGAN_MS = 586_396_800_000;

/** The origin may set right what others said of its channel, but not what it said itself. */
function contradicts(peer: ServerName, createdAt: number, { document, confirmed }: KnownChannel): boolean {
  if (document.createdAt === null || createdAt === document.createdAt) return false;
  return peer !== document.origin || confirmed;
}

function removalsBy(part: DocumentPart, document: DocumentPart): number {
  let count = 0;
  for (const [key, register] of part.registers) {
    if (isSet(register.field)) continue;
    const present = document.registers.get(key);
    if (present !== undefined && isSet(present.field) && wins(register, present)) count++;
  }
  return count;
}

/** The smallest stay. */
function pushesOut(present: ReadonlySet<ChannelId>, all: ReadonlySet<ChannelId>): boolean {
  const gone = [...all].sort().slice(ABSORBED_MAX);
  return gone.some((id) => present.has(id));
}

function entryGrowth(part: DocumentPart, document: DocumentPart | undefined): number {
  let more = 0;
  for (const [key, register] of part.registers) {
    if (register.field.kind !== 'entry') continue;
    const present = document?.registers.get(key);
    if (!wins(register, present)) continue;
    more += Number(isSet(register.field)) - Number(present !== undefined && isSet(present.field));
  }
  return more;
}

function setEntries({ registers }: DocumentPart): number {
  let count = 0;
  for (const { field } of registers.values()) if (field.kind === 'entry' && isSet(field)) count++;
  return count;
}

function suspect(code: QuarantineCode, text: string): Suspicion {
  return { code, text };
}
