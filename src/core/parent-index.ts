import type { ChannelKey } from './casemapping.ts';

/** Which names say that they belong to which, cycles included: who is below a name is found without a look at all channels. */
export class ParentIndex {
  readonly #parents = new Map<ChannelKey, ChannelKey>();
  readonly #children = new Map<ChannelKey, Set<ChannelKey>>();

  /** Notes the parent of `key`; undefined: none. True: that is new. */
  set(key: ChannelKey, parent: ChannelKey | undefined): boolean {
    const before = this.#parents.get(key);
    if (parent === before) return false;
    if (before !== undefined) this.#take(before, key);
    if (parent === undefined) this.#parents.delete(key);
    else this.#put(parent, key);
    return true;
  }

  childrenOf(key: ChannelKey): ReadonlySet<ChannelKey> {
    return this.#children.get(key) ?? NO_NAMES;
  }

  /** All names below `key`, on whatever level. */
  below(key: ChannelKey): Set<ChannelKey> {
    const below = new Set<ChannelKey>();
    const next = [key];
    for (let at = next.pop(); at !== undefined; at = next.pop()) {
      for (const child of this.childrenOf(at)) {
        if (below.has(child)) continue;
        below.add(child);
        next.push(child);
      }
    }
    return below;
  }

  #put(parent: ChannelKey, key: ChannelKey): void {
    this.#parents.set(key, parent);
    const children = this.#children.get(parent) ?? new Set();
    this.#children.set(parent, children.add(key));
  }

  #take(parent: ChannelKey, key: ChannelKey): void {
    const children = this.#children.get(parent)!;
    children.delete(key);
    if (children.size === 0) this.#children.delete(parent);
  }
}

const NO_NAMES: ReadonlySet<ChannelKey> = new Set();
