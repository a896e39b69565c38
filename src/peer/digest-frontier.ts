/**
 * Nodes of a level that are followed; what more of them differ is left for another round, which has other places and so
 * follows others. With it a round is at most ten levels of two lines each way.
 */
export const LEVEL_NODES_MAX = 4096;

/**
 * The nodes that are still to be looked at, level by level. Both sides of a round hold the same, in the same order: so no
 * line has to say which node it speaks of.
 */
export class DigestFrontier<Node> {
  #level: Node[];
  #at = 0;
  #next: Node[] = [];
  #complete = true;

  constructor(root: Node) {
    this.#level = [root];
  }

  /** False: more nodes differed than are followed. */
  get complete(): boolean {
    return this.#complete;
  }

  /** The next node of this level, or undefined: none before `endLine`. */
  peek(): Node | undefined {
    return this.#level[this.#at];
  }

  take(): Node | undefined {
    return this.#level[this.#at++];
  }

  /** Puts a node of the next level behind the others. */
  follow(node: Node): void {
    if (this.#next.length < LEVEL_NODES_MAX) this.#next.push(node);
    else this.#complete = false;
  }

  /** Everything that a line asked is answered. False: nothing is left to look at. */
  endLine(): boolean {
    if (this.#at < this.#level.length) return true;
    this.#level = this.#next;
    this.#next = [];
    this.#at = 0;
    return this.#level.length > 0;
  }
}
