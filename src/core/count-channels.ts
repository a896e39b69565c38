import { isLive } from './channel-table.ts';
import type { Replica } from './replica.ts';
import { shadowed } from './settlement.ts';

export interface ChannelCounts {
  /** Names that this server holds. */
  readonly local: number;
  /** Names that only others in reach hold. */
  readonly remote: number;
  /** Ids in reach that another one of their name hides. */
  readonly shadowed: number;
}

/** From the counts of the table, with contested names put right: nothing else is looked at, however many channels there are. */
export function countChannels(replica: Replica): ChannelCounts {
  const { server, table } = replica;
  const own = table.heldBy(server);
  let remote = table.live - own.live;
  let hidden = 0;
  for (const key of replica.contested) {
    const named = table.named(key);
    const shown = replica.choose(key)?.entry ?? null;
    if (shown === null) continue;
    const isHeld = named.some(({ holders }) => holders.has(server));
    const others = named.filter((entry) => !entry.holders.has(server) && isLive(entry)).length;
    remote -= isHeld ? others : others - 1;
    hidden += shadowed(named, shown).length;
  }
  return { local: own.ids, remote, shadowed: hidden };
}
