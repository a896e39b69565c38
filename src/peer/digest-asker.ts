import {
  children,
  type DigestNode,
  type DigestRoot,
  DigestTree,
  FAN_OUT,
  LEVEL_MAX,
  type OwnLeaf,
  ROOT,
} from '../core/digest-tree.ts';
import { type DigestMessage, type NodeDigest, nodeDigestBytes, SUMS_BYTES_MAX } from '../wire/digest-line.ts';
import { DigestFrontier } from './digest-frontier.ts';
import {
  type DigestEvents,
  type DigestOutcome,
  type DigestSource,
  mark,
  REPAIRS_MAX,
  RoundFindings,
} from './digest-round.ts';
import type { ExchangedPairs } from './exchanged-pairs.ts';

/** A node with so few documents is listed: to part it again would cost more bytes than its documents do. */
const LISTED_MAX = 4;
/** Documents listed of a node that cannot be parted, so that they fit a line: more would take four thousand million. */
const DEEPEST_LISTED_MAX = 4096;

export interface DigestAskerOptions {
  readonly round: number;
  readonly salt: number;
  /** What the peer was told. */
  readonly root: DigestRoot;
  /** What differed in the rounds before, each with no digest of the peer, which only it knows. */
  readonly told: ExchangedPairs;
  readonly source: DigestSource;
  readonly events: DigestEvents;
}

/**
 * The side that began a round: says what its nodes come to, and hears which differ. Each method returns the next line, or
 * how the round ended.
 */
export class DigestAsker {
  readonly round: number;
  readonly #salt: number;
  readonly #root: DigestRoot;
  /** Null until it is known that something differs. */
  #tree: DigestTree | null = null;
  readonly #told: ExchangedPairs;
  readonly #source: DigestSource;
  readonly #events: DigestEvents;
  readonly #frontier = new DigestFrontier<DigestNode>(ROOT);
  readonly #findings = new RoundFindings();
  /** What the line asked that is to be answered; null: whether anything differs at all. */
  #asked: AskedNode[] | null = null;

  constructor({ round, salt, root, told, source, events }: DigestAskerOptions) {
    this.round = round;
    this.#salt = salt;
    this.#root = root;
    this.#told = told;
    this.#source = source;
    this.#events = events;
  }

  answered(marks: string | null): DigestMessage | DigestOutcome {
    if (marks === null) return { kind: 'failed', code: 'refused' };
    if (this.#asked === null) return this.#rootAnswered(marks);
    let at = 0;
    for (const asked of this.#asked) {
      const own = marks.slice(at, at + asked.marks);
      if (own.length < asked.marks || !this.#take(asked, own)) return { kind: 'failed', code: 'nonsense' };
      at += asked.marks;
    }
    if (at < marks.length) return { kind: 'failed', code: 'nonsense' };
    if (this.#frontier.endLine()) return this.#ask();
    this.#findings.complete &&= this.#frontier.complete;
    // What only the peer found it does not tell: as long as nothing changed here that is what there is.
    return this.#findings.outcome(this.#tree!.root().sum !== this.#root.sum);
  }

  #rootAnswered(marks: string): DigestMessage | DigestOutcome {
    if (marks === mark.same) return { kind: 'equal', documents: this.#root.documents };
    if (marks !== mark.differs) return { kind: 'failed', code: 'nonsense' };
    const entries = this.#source.entries();
    if (entries === null) return { kind: 'failed', code: 'abandoned' };
    // Of this moment, not of that in which the root was told. What changed since makes the peer take the last child of a node
    // for another one, so that a node of each level is looked at for nothing.
    this.#tree = new DigestTree(entries, this.#salt);
    return this.#ask();
  }

  /** As many nodes as fit a line. */
  #ask(): DigestMessage {
    this.#asked = [];
    let bytes = 0;
    for (let node = this.#frontier.peek(); node !== undefined; node = this.#frontier.peek()) {
      const asked = askedNode(this.#tree!, node);
      bytes += nodeDigestBytes(asked.digest);
      if (bytes > SUMS_BYTES_MAX) break;
      this.#frontier.take();
      this.#asked.push(asked);
    }
    return { verb: 'SUMS', round: this.round, nodes: this.#asked.map(({ digest }) => digest) };
  }

  /** False: the marks mean nothing. */
  #take({ node, leaves }: AskedNode, marks: string): boolean {
    if (leaves !== null) return leaves.every((leaf, nth) => this.#found(leaf, marks[nth]!));
    const differing = Number.parseInt(marks, 16);
    children(node).forEach((child, nth) => {
      if ((differing >> nth) & 1) this.#frontier.follow(child);
    });
    return true;
  }

  #found(leaf: OwnLeaf, said: string): boolean {
    switch (said) {
      case mark.same:
        return true;
      case mark.differs:
      case mark.missing:
        this.#repair(leaf, said === mark.missing);
        return true;
      case mark.byRule:
        this.#byRule(leaf);
        return true;
      case mark.later:
        this.#findings.complete = false;
        return true;
      default:
        return false;
    }
  }

  /** The peer does not see that this side removed something since the two exchanged what they have. */
  #byRule(leaf: OwnLeaf): void {
    const { id, digest, revision } = leaf;
    if (this.#told.isOutdated(digest, null, revision)) {
      this.#repair(leaf, false);
      return;
    }
    this.#told.note(digest, null, revision);
    this.#findings.differsByRule.push(id);
  }

  #repair({ id, digest, revision }: OwnLeaf, missing: boolean): void {
    const { sent } = this.#findings;
    if (sent.length >= REPAIRS_MAX) {
      this.#findings.complete = false;
      return;
    }
    sent.push(id);
    this.#told.note(digest, null, revision);
    this.#events.send(id, missing);
    if (missing && this.#source.peerHolds(id)) this.#events.request(id);
  }
}

interface AskedNode {
  readonly node: DigestNode;
  readonly digest: NodeDigest;
  /** Null: its children were named. */
  readonly leaves: readonly OwnLeaf[] | null;
  /** How many marks answer it. */
  readonly marks: number;
}

function askedNode(tree: DigestTree, node: DigestNode): AskedNode {
  if (tree.count(node) <= LISTED_MAX || node.level === LEVEL_MAX) {
    const leaves = tree.leaves(node, DEEPEST_LISTED_MAX);
    return { node, digest: { kind: 'leaves', leaves }, leaves, marks: leaves.length };
  }
  const sums = children(node)
    .slice(0, FAN_OUT - 1)
    .map((child) => tree.sum(child));
  return { node, digest: { kind: 'sums', sums }, leaves: null, marks: 1 };
}
