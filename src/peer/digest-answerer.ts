import {
  children,
  type DigestNode,
  type DigestRoot,
  DigestTree,
  LEVEL_MAX,
  type Leaf,
  type OwnLeaf,
  ROOT,
  sumOf,
} from '../core/digest-tree.ts';
import type { ChannelId } from '../core/identity.ts';
import type { DigestMessage, NodeDigest } from '../wire/digest-line.ts';
import { DigestFrontier } from './digest-frontier.ts';
import {
  type DigestEvents,
  type DigestFailure,
  type DigestOutcome,
  type DigestSource,
  mark,
  REPAIRS_MAX,
  RoundFindings,
} from './digest-round.ts';
import type { ExchangedPairs } from './exchanged-pairs.ts';

/** A node, and what the peer's documents in it come to. */
interface ToldNode extends DigestNode {
  readonly sum: number;
}

/**
 * The side that did not begin a round: compares what the peer says with what it has itself, and decides for both which
 * documents are exchanged.
 */
export class DigestAnswerer {
  readonly round: number;
  readonly #salt: number;
  /** Null until it is known that something differs. */
  #tree: DigestTree | null = null;
  readonly #pairs: ExchangedPairs;
  readonly #source: DigestSource;
  readonly #events: DigestEvents;
  readonly #frontier: DigestFrontier<ToldNode>;
  readonly #findings = new RoundFindings();
  readonly #peerRoot: number;
  #repairs = 0;

  constructor(
    { round, salt, root }: Extract<DigestMessage, { verb: 'DIGEST' }>,
    pairs: ExchangedPairs,
    source: DigestSource,
    events: DigestEvents,
  ) {
    this.round = round;
    this.#peerRoot = root;
    this.#salt = salt;
    this.#pairs = pairs;
    this.#source = source;
    this.#events = events;
    this.#frontier = new DigestFrontier({ ...ROOT, sum: sumOf(root) });
  }

  /** Whether anything differs: null, or the end of the round. */
  begin({ sum, documents }: DigestRoot): DigestOutcome | null {
    if (sum === this.#peerRoot) {
      this.#answer(mark.same);
      return { kind: 'equal', documents };
    }
    const entries = this.#source.entries();
    if (entries === null) return this.#refuse('abandoned');
    this.#tree = new DigestTree(entries, this.#salt);
    this.#answer(mark.differs);
    return null;
  }

  /** Null, or the end of the round. */
  asked(nodes: readonly NodeDigest[]): DigestOutcome | null {
    let marks = '';
    for (const node of nodes) {
      const own = this.#compare(node);
      if (own === null) return this.#refuse();
      marks += own;
    }
    const more = this.#frontier.endLine();
    this.#answer(marks);
    if (more) return null;
    this.#findings.complete &&= this.#frontier.complete;
    return this.#findings.outcome(this.#repairs === 0);
  }

  #answer(marks: string | null): void {
    this.#events.emit({ verb: 'DIFFER', round: this.round, marks });
  }

  #refuse(code: DigestFailure = 'nonsense'): DigestOutcome {
    this.#answer(null);
    return { kind: 'failed', code };
  }

  /** The marks, or null when the peer says what it was not asked. */
  #compare(told: NodeDigest): string | null {
    const node = this.#frontier.take();
    if (node === undefined) return null;
    if (told.kind === 'leaves') return this.#judge(this.#tree!.leaves(node), told.leaves);
    return node.level < LEVEL_MAX ? this.#compareSums(node, told.sums) : null;
  }

  #compareSums(node: ToldNode, told: readonly number[]): string {
    const last = told.reduce((rest, sum) => rest - sum, node.sum);
    let differing = 0;
    children(node).forEach((child, nth) => {
      const sum = sumOf(told[nth] ?? last);
      if (sum === this.#tree!.sum(child)) return;
      differing |= 1 << nth;
      this.#frontier.follow({ ...child, sum });
    });
    return differing.toString(16);
  }

  #judge(own: readonly OwnLeaf[], told: readonly Leaf[]): string {
    const ownDigests = new Set(own.map(({ digest }) => digest));
    const toldDigests = new Set(told.map(({ digest }) => digest));
    const unmatched = Map.groupBy(
      own.filter(({ digest }) => !toldDigests.has(digest)),
      ({ tag }) => tag,
    );
    let marks = '';
    for (const leaf of told) {
      if (ownDigests.has(leaf.digest)) marks += mark.same;
      else marks += this.#differing(unmatched.get(leaf.tag)?.pop() ?? null, leaf.digest);
    }
    for (const leaves of unmatched.values()) for (const leaf of leaves) this.#differing(leaf, null);
    return marks;
  }

  /** What is done about a document that one side lacks (null) or that differs. */
  #differing(own: OwnLeaf | null, told: number | null): string {
    const ownDigest = own?.digest ?? null;
    const revision = own?.revision ?? 0;
    if (this.#pairs.wereExchanged(ownDigest, told, revision)) {
      this.#pairs.note(ownDigest, told, revision);
      if (own === null) this.#findings.lackedByRule++;
      else this.#findings.differsByRule.push(own.id);
      return mark.byRule;
    }
    if (this.#repairs >= REPAIRS_MAX) {
      this.#findings.complete = false;
      return mark.later;
    }
    this.#repairs++;
    this.#pairs.note(ownDigest, told, revision);
    if (own === null) return mark.missing;
    this.#send(own.id, told);
    return mark.differs;
  }

  #send(id: ChannelId, told: number | null): void {
    this.#findings.sent.push(id);
    const missing = told === null;
    this.#events.send(id, missing, told ?? undefined);
    if (missing && this.#source.peerHolds(id)) this.#events.request(id);
  }
}
