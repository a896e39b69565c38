import { type ChannelEntry, isLive } from './channel-table.ts';
import { type ConflictPolicy, compareClaims } from './choose-id.ts';
import type { ChannelId, ServerName } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import type { Replica } from './replica.ts';

/** One of the ids that are held under the same name at once. */
export interface Rival {
  readonly id: ChannelId;
  readonly origin: ServerName;
  /** Unix ms; null: unknown. */
  readonly createdAt: number | null;
  readonly holders: readonly ServerName[];
}

/** A name with several ids, and what is made of that here. */
export interface Conflict {
  readonly channel: IrcText;
  readonly policy: ConflictPolicy;
  /** The id that is shown here, and why. */
  readonly shown: ChannelId | null;
  readonly reason: string;
  /** The best claim first. */
  readonly rivals: readonly Rival[];
}

/** Every name of which several ids are held at once by servers in reach. Costs what is contested, not what exists. */
export function* listConflicts(replica: Replica): Iterable<Conflict> {
  for (const key of replica.contested) {
    const rivals = replica.table.named(key).filter(isLive).sort(compareClaims);
    const choice = replica.choose(key);
    const [best] = rivals;
    if (best === undefined) continue;
    yield {
      channel: best.document.name,
      policy: replica.policyFor(key),
      shown: choice?.entry.document.id ?? null,
      reason: choice?.reason ?? '',
      rivals: rivals.map(rival),
    };
  }
}

function rival({ document, holders }: ChannelEntry): Rival {
  const { id, origin, createdAt } = document;
  const reachable = [...holders].filter(([, presence]) => presence.reachable).map(([server]) => server);
  return { id, origin, createdAt, holders: reachable.sort() };
}
