import type { ChannelKey } from '../core/casemapping.ts';
import { ancestorsOf, cycleOf, parentOf } from '../core/hierarchy.ts';
import { type IrcText, ircBytes } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { GetChannelResponse } from '../proto-types/cburst/v1/GetChannelResponse.ts';

/** Where a channel stands among the others. */
export function familyToProto(
  replica: Replica,
  key: ChannelKey,
): Pick<GetChannelResponse, 'ancestors' | 'children' | 'cycle'> {
  const { linkOf } = replica.subChannels;
  const spelled = (other: ChannelKey) => ircBytes(nameOf(replica, other));
  const below = [...replica.subChannels.childrenOf(key)].filter((child) => parentOf(child, linkOf) !== null);
  return {
    ancestors: ancestorsOf(key, linkOf).map(spelled),
    children: below.sort().map(spelled),
    cycle: (cycleOf(key, linkOf) ?? []).map(spelled),
  };
}

/** The name of the channel that `key` belongs to; null: to none. */
export function parentName(replica: Replica, key: ChannelKey): IrcText | null {
  const link = parentOf(key, replica.subChannels.linkOf);
  if (link === null) return null;
  const known = replica.table.named(link.parent).length > 0;
  return known ? nameOf(replica, link.parent) : link.name;
}

function nameOf(replica: Replica, key: ChannelKey): IrcText {
  const shown = replica.choose(key)?.entry ?? replica.table.named(key)[0];
  return shown?.document.name ?? (key as string as IrcText);
}
