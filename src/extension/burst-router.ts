import { type DigestEntry, type DigestRoot, DigestTree } from '../core/digest-tree.ts';
import type { ServerName } from '../core/identity.ts';
import { lineBytesMax, lineFailure } from '../wire/line-bytes.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import type { BurstEnd, BurstExchange, ItemId, ItemParts, ReceivedItem } from './burst-extension.ts';
import { atOnce, type Containment, ownItemId } from './containment.ts';
import type { ExtensionTask } from './extension-failure.ts';

/**
 * What the lines of one item may come to: they are sent in one page, which has a bound. The members of the greatest channel
 * fit, with more than 150 bytes for each.
 */
export const ITEM_LINES_MAX = 10_000;
export const ITEM_BYTES_MAX = 15 * 1024 * 1024;

export interface BurstItem {
  readonly burstType: string;
  readonly id: ItemId;
}

export interface RoutedItem extends BurstItem {
  readonly received: ReceivedItem;
}

export interface RoutedProblem {
  readonly burstType: string;
  readonly problem: LineProblem;
  /** The extension failed: nothing is known to be wrong with the line. */
  readonly failed: boolean;
}

export interface ItemListing {
  readonly items: BurstItem[];
  /** Burst types that could not say what they have. */
  readonly failed: string[];
}

export interface ComparedItems {
  readonly burstType: string;
  /** As `ItemDigests.entries`; null: the extension failed. */
  readonly entries: (ids?: Iterable<ItemId>) => DigestEntry[] | null;
  /** As `ItemDigests.root`; null: the extension failed. */
  readonly root: (salt: number) => DigestRoot | null;
  /** As `ItemDigests.lastSalt`. */
  readonly lastSalt: () => number | null;
  /** As `ItemDigests.dropSalt`. */
  readonly dropSalt: () => void;
  readonly peerHolds: (id: ItemId) => boolean;
}

/**
 * The extensions that take part in one link, as the session sees them: lines come in and go out, and each goes to the
 * extension whose verb it begins with. Nothing here throws: what an extension threw is reported and shows as a failed
 * item.
 */
export class BurstRouter {
  readonly #peer: ServerName;
  readonly #exchanges = new Map<string, BurstExchange>();
  readonly #containments = new Map<string, Containment>();
  /** Where a resume begins for those that have a resume point of their own. */
  readonly #resumes = new Map<string, number>();

  constructor(peer: ServerName) {
    this.#peer = peer;
  }

  /** `since`: where a resume begins for an extension with a resume point of its own; null: where the session's does. */
  add(
    burstType: string,
    exchange: BurstExchange,
    containment: Containment,
    since: number | null = null,
  ): void {
    this.#exchanges.set(burstType, exchange);
    this.#containments.set(burstType, containment);
    if (since !== null) this.#resumes.set(burstType, since);
  }

  takesPart(burstType: string): boolean {
    return this.#exchanges.has(burstType);
  }

  get burstTypes(): Iterable<string> {
    return this.#exchanges.keys();
  }

  presented(since: number): ItemListing {
    return this.#list((exchange, burstType) => exchange.presented(this.#since(burstType, since)));
  }

  others(since: number): ItemListing {
    return this.#list((exchange, burstType) => exchange.others(this.#since(burstType, since)));
  }

  /** What of a presented item changed after `since`; null: all of it is to be told. */
  partsSince({ burstType, id }: BurstItem, since: number): ItemParts {
    const own = this.#since(burstType, since);
    if (own === 0) return null;
    return this.#contain(burstType, 'describe', id, () =>
      atOnce(this.#exchanges.get(burstType)!.partsSince?.(id, own) ?? null),
    );
  }

  /** All that came up to the peer's `sequence` was applied. In a transaction. */
  reached(sequence: number): void {
    for (const [burstType, exchange] of this.#exchanges)
      this.#contain(burstType, 'apply', null, () => atOnce(exchange.reached?.(sequence)));
  }

  /** What the extensions have of an id that somebody asks for. */
  known(id: ItemId): BurstItem[] {
    return [...this.#exchanges].flatMap(([burstType, exchange]) => {
      const knows = this.#contain(burstType, 'prepare', id, () => exchange.knows(id));
      return knows === true ? [{ burstType, id }] : [];
    });
  }

  /** Null: it could not be prepared. */
  describe({ burstType, id }: BurstItem, parts: ItemParts): readonly string[] | null {
    return this.#contain(burstType, 'describe', id, () => {
      const lines = atOnce(this.#exchanges.get(burstType)!.describe(id, parts));
      for (const line of lines) assertOwnLine(burstType, line);
      assertFits(lines);
      return lines;
    });
  }

  /** Null: the line is none of an extension that takes part. */
  read(line: string): RoutedItem | RoutedProblem | null {
    for (const [burstType, exchange] of this.#exchanges) {
      if (!line.startsWith(burstType) || line[burstType.length] !== ' ') continue;
      if (line.length > lineBytesMax) return { burstType, problem: TOO_LONG, failed: false };
      const read = this.#contain(burstType, 'read', null, () => answerToLine(exchange.read(line)));
      if (read === null) return { burstType, problem: failedToRead(burstType), failed: true };
      if ('problem' in read) return { burstType, problem: read.problem, failed: false };
      return { burstType, id: read.id, received: read };
    }
    return null;
  }

  /** In a transaction. Returns what is wrong with the item, or null. */
  apply({ burstType, id, received }: RoutedItem, now: number): string | null {
    const problem = this.#contain(burstType, 'apply', id, () => [judgement(received.apply(now))]);
    return problem === null ? `the extension for ${burstType} failed` : problem[0]!;
  }

  /** In a transaction. Returns what is left of it, to go on with. */
  burstEnded(burstType: string, end: BurstEnd): Iterator<void> | null {
    return this.#contain(burstType, 'end-burst', null, () => {
      const rest = atOnce(this.#exchanges.get(burstType)!.burstEnded(end));
      return isIterator(rest) && !isDone(rest) ? rest : null;
    });
  }

  /** In a transaction: a part of what `burstEnded` left. True: there is more. */
  goOn(burstType: string, rest: Iterator<void>): boolean {
    return this.#contain(burstType, 'end-burst', null, () => !isDone(rest)) ?? false;
  }

  /** In a transaction: what `burstEnded` left will not be gone on with. */
  giveUp(burstType: string, rest: Iterator<void>): void {
    this.#contain(burstType, 'end-burst', null, () => void rest.return?.());
  }

  /** What can be compared with the peer, of the first extension that has such a thing; null: nothing. */
  compared(): ComparedItems | null {
    for (const [burstType, exchange] of this.#exchanges) {
      const digests = this.#contain(burstType, 'compare', null, () => exchange.digests);
      if (!digests) continue;
      return {
        burstType,
        entries: (ids) => this.#contain(burstType, 'compare', null, () => [...digests.entries(ids)]),
        root: (salt) =>
          this.#contain(
            burstType,
            'compare',
            null,
            () => digests.root?.(salt) ?? new DigestTree(digests.entries(), salt).root(),
          ),
        lastSalt: () => this.#contain(burstType, 'compare', null, () => digests.lastSalt ?? null),
        dropSalt: () => void this.#contain(burstType, 'compare', null, () => digests.dropSalt?.()),
        peerHolds: (id) => this.#contain(burstType, 'compare', id, () => digests.peerHolds(id)) === true,
      };
    }
    return null;
  }

  /** A full burst is one for every extension. */
  #since(burstType: string, since: number): number {
    return since === 0 ? 0 : (this.#resumes.get(burstType) ?? since);
  }

  #list(list: (exchange: BurstExchange, burstType: string) => Iterable<ItemId>): ItemListing {
    const listing: ItemListing = { items: [], failed: [] };
    for (const [burstType, exchange] of this.#exchanges) {
      const ids = this.#contain(burstType, 'prepare', null, () => idsOf(list(exchange, burstType)));
      if (ids === null) listing.failed.push(burstType);
      else for (const id of ids) listing.items.push({ burstType, id });
    }
    return listing;
  }

  #contain<T>(burstType: string, task: ExtensionTask, id: ItemId | null, run: () => T): T | null {
    return this.#containments.get(burstType)!.run({ peer: this.#peer, task, id }, run);
  }
}

function idsOf(ids: Iterable<ItemId>): Set<ItemId> {
  const all = new Set<ItemId>();
  for (const id of atOnce(ids)) all.add(ownItemId(id));
  return all;
}

/** What else an extension returns means nothing. */
function isIterator(rest: Iterator<void> | void): rest is Iterator<void> {
  return typeof (rest as Iterator<void> | undefined)?.next === 'function';
}

function isDone(rest: Iterator<void>): boolean {
  return atOnce(rest.next()).done === true;
}

/** What came of a line, as far as an extension keeps to its type. */
function answerToLine(read: ReturnType<BurstExchange['read']>): ReturnType<BurstExchange['read']> {
  if ('problem' in atOnce(read)) return read;
  ownItemId((read as ReceivedItem).id);
  return read;
}

function judgement(problem: string | null): string | null {
  if (atOnce(problem) === null || typeof problem === 'string') return problem;
  throw new TypeError('apply returned neither null nor what is wrong');
}

/** The peer would take it for something else, or lose the place of every line after it. */
function assertOwnLine(burstType: string, line: string): void {
  const problem = line.startsWith(`${burstType} `)
    ? lineFailure(line)?.reason
    : `it does not begin with ${burstType}`;
  if (problem !== undefined) throw new RangeError(`a line cannot be sent: ${problem}`);
}

function assertFits(lines: readonly string[]): void {
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  if (lines.length > ITEM_LINES_MAX || bytes > ITEM_BYTES_MAX)
    throw new RangeError(`${lines.length} lines of ${bytes} bytes do not fit in a page`);
}

const TOO_LONG: LineProblem = {
  code: 'too-long',
  reason: `line is longer than ${lineBytesMax} bytes`,
  channelId: null,
};

function failedToRead(burstType: string): LineProblem {
  return { code: 'bad-value', reason: `the extension for ${burstType} failed`, channelId: null };
}
