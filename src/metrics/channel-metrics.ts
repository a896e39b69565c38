import type { Registry } from 'prom-client';
import { isLive } from '../core/channel-table.ts';
import type { Replica } from '../core/replica.ts';
import { shadowed } from '../core/settlement.ts';
import { gauge } from './gauge.ts';

/** What the replica holds, counted when it is asked for. */
export function addChannelMetrics(registry: Registry, replica: Replica): void {
  gauge(
    registry,
    'channels',
    'Channel names by who holds them, and ids that another one hides',
    ['state'],
    () => Object.entries(countChannels(replica)).map(([state, value]) => [{ state }, value]),
  );
  gauge(registry, 'documents', 'Channel ids that are known, held or not', [], () => [
    [{}, replica.table.size],
  ]);
  gauge(registry, 'conflicts', 'Names of which several ids are held at once', [], () => [
    [{}, replica.contested.size],
  ]);
  gauge(registry, 'quarantined_messages', 'Messages that wait for an operator', [], () => [
    [{}, replica.quarantine.size],
  ]);
  gauge(registry, 'quarantined_bytes', 'What the messages that wait for an operator come to', [], () => [
    [{}, replica.quarantine.bytes],
  ]);
}

/** As `cburst status` counts them. Only contested names are looked at closely: there may be 200,000 others. */
export function countChannels(replica: Replica): { local: number; remote: number; shadowed: number } {
  const counts = { local: 0, remote: 0, shadowed: 0 };
  for (const key of replica.table.keys()) {
    const named = replica.table.named(key);
    if (named.some(({ holders }) => holders.has(replica.server))) counts.local++;
    else if (named.some(isLive)) counts.remote++;
  }
  for (const key of replica.contested) {
    const shown = replica.choose(key)?.entry ?? null;
    if (shown !== null) counts.shadowed += shadowed(replica.table.named(key), shown).length;
  }
  return counts;
}
