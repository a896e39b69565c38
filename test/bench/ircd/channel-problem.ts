import type { ChannelFacts } from '../data-set.ts';
import type { SeenChannel } from './server-dialect.ts';

/** What is wrong with what a server told of the channel, or null. */
export function channelProblem(facts: ChannelFacts, seen: SeenChannel | undefined): string | null {
  if (seen === undefined) return `${facts.name}: not there`;
  const wanted = asText({
    ...facts,
    flags: 'nt',
    joinKey: facts.guard?.joinKey ?? null,
    limit: facts.guard?.limit ?? null,
  });
  const found = asText(seen);
  return found === wanted ? null : `${facts.name}: ${found} for ${wanted}`;
}

function asText(channel: Omit<SeenChannel, 'bans'> & { readonly bans: Iterable<string> }): string {
  const { createdAt, topic, setter, setAt, flags, joinKey, limit, bans } = channel;
  return JSON.stringify([createdAt, topic, setter, setAt, flags, joinKey, limit, [...bans].sort()]);
}
