import type { ChannelKey } from '../core/casemapping.ts';
import { ancestorsOf, cycleOf, parentOf } from '../core/hierarchy.ts';
import { type IrcText, ircBytes } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { GetChannelResponse } from '../proto-types/cburst/v1/GetChannelResponse.ts';
import type { Visibility } from './visibility.ts';

/** Where a channel stands among the others. */
export function familyToProto(
  replica: Replica,
  key: ChannelKey,
  { sees }: Visibility,
): Pick<GetChannelResponse, 'ancestors' | 'children' | 'cycle'> {
  const { linkOf } = replica.subChannels;
  const spelled = (other: ChannelKey) => ircBytes(nameOf(replica, other));
  const below = [...replica.subChannels.childrenOf(key)].filter(
    (child) => sees(child) && parentOf(child, linkOf) !== null,
  );
  const cycle = cycleOf(key, linkOf) ?? [];
  return {
    ancestors: ancestorsOf(key, linkOf).filter(sees).map(spelled),
    children: below.sort().map(spelled),
    cycle: cycle.every(sees) ? cycle.map(spelled) : [],
  };
}

/** The name of the channel that `key` belongs to; null: to none that is seen. */
export function parentName(replica: Replica, key: ChannelKey, { sees }: Visibility): IrcText | null {
  const link = parentOf(key, replica.subChannels.linkOf);
  if (link === null || !sees(link.parent)) return null;
  const known = replica.table.named(link.parent).length > 0;
  return known ? nameOf(replica, link.parent) : link.name;
}

function nameOf(replica: Replica, key: ChannelKey): IrcText {
  const shown = replica.choose(key)?.entry ?? replica.table.named(key)[0];
  return shown?.document.name ?? (key as string as IrcText);
}
