import type { ChannelKey } from './casemapping.ts';
import type { IrcText } from './irc-text.ts';
import { compareStamps, type Stamp } from './stamp.ts';

/** What a channel says of the channel that it belongs to. */
export interface ParentLink {
  readonly parent: ChannelKey;
  /** As it was written. */
  readonly name: IrcText;
  readonly stamp: Stamp;
}

/** What each name says of its parent, cycles included. */
export type LinkOf = (child: ChannelKey) => ParentLink | null;

/** So many channels may stand above one. Enough for a network's departments, and what is inherited passes all of them. */
export const DEPTH_MAX = 8;

/**
 * A cycle comes about only when several servers write at once, with one write each: one of so many names is looked for. A
 * longer one is not found, and harms nothing: no more than `DEPTH_MAX` channels are ever looked at.
 */
const CYCLE_MAX = 64;

/** The names of the cycle that `key` is a part of, from it upwards; null: it is in none. */
export function cycleOf(key: ChannelKey, linkOf: LinkOf): ChannelKey[] | null {
  const path: ChannelKey[] = [key];
  while (path.length <= CYCLE_MAX) {
    const parent = linkOf(path.at(-1)!)?.parent;
    if (parent === undefined) return null;
    if (parent === key) return path;
    // It only leads to a cycle.
    if (path.includes(parent)) return null;
    path.push(parent);
  }
  return null;
}

/** The name of a cycle whose parent does not count: the one that was written last. */
export function brokenAt(cycle: readonly ChannelKey[], linkOf: LinkOf): ChannelKey {
  return cycle.reduce((last, key) => {
    const order = compareStamps(linkOf(key)!.stamp, linkOf(last)!.stamp);
    return order > 0 || (order === 0 && key > last) ? key : last;
  });
}

/** The parent of `key` that counts. */
export function parentOf(key: ChannelKey, linkOf: LinkOf): ParentLink | null {
  const link = linkOf(key);
  if (link === null) return null;
  const cycle = cycleOf(key, linkOf);
  return cycle !== null && brokenAt(cycle, linkOf) === key ? null : link;
}

/** The names above `key`, the nearest first; at most `max`. */
export function ancestorsOf(key: ChannelKey, linkOf: LinkOf, max = DEPTH_MAX): ChannelKey[] {
  const above: ChannelKey[] = [];
  for (let at = key; above.length < max; ) {
    const link = parentOf(at, linkOf);
    if (link === null) break;
    above.push(link.parent);
    at = link.parent;
  }
  return above;
}
