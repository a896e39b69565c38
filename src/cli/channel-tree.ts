import type { ChannelSummary__Output } from '../proto-types/cburst/v1/ChannelSummary.ts';

/** A channel with those that belong to it. */
export interface ChannelBranch {
  readonly channel: ChannelSummary__Output;
  readonly children: readonly ChannelBranch[];
}

/** The channels as a tree, each level in their order. One whose parent is not among them stands at the top. */
export function channelTree(channels: readonly ChannelSummary__Output[]): ChannelBranch[] {
  const names = new Set(channels.map(({ name }) => keyOf(name)));
  const below = Map.groupBy(channels, ({ parent }) => {
    const key = parent === undefined ? '' : keyOf(parent);
    return names.has(key) ? key : '';
  });
  const placed = new Set<ChannelSummary__Output>();
  const branches = (among: readonly ChannelSummary__Output[]): ChannelBranch[] =>
    among.flatMap((channel) => {
      if (placed.has(channel)) return [];
      placed.add(channel);
      return [{ channel, children: branches(below.get(keyOf(channel.name)) ?? []) }];
    });
  // Pages are of different moments: between them channels may have become each other's parents.
  return [...branches(below.get('') ?? []), ...branches(channels)];
}

/** Its channels from the top down, each with how many stand above it. */
export function* walkTree(
  branches: readonly ChannelBranch[],
  depth = 0,
): Iterable<{ readonly channel: ChannelSummary__Output; readonly depth: number }> {
  for (const { channel, children } of branches) {
    yield { channel, depth };
    yield* walkTree(children, depth + 1);
  }
}

/** For programs: each channel as it is, with `children`. */
export function treeMessages(branches: readonly ChannelBranch[]): object[] {
  return branches.map(({ channel, children }) => ({ ...channel, children: treeMessages(children) }));
}

/** No name is empty. */
function keyOf(name: Buffer): string {
  return name.toString('latin1');
}
