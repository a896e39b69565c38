import type { Registry } from 'prom-client';
import { countChannels } from '../core/count-channels.ts';
import type { ServerName } from '../core/identity.ts';
import type { Replica } from '../core/replica.ts';
import { gauge } from './gauge.ts';

/** What the replica holds, counted when it is asked for. */
export function addChannelMetrics(
  registry: Registry,
  replica: Replica,
  peers: () => Iterable<ServerName>,
): void {
  const servers = () => [replica.server, ...peers()];
  gauge(registry, 'server_channels', 'Channel ids that a server holds, in reach or not', ['server'], () =>
    servers().map((server) => [{ server }, replica.table.heldBy(server).ids]),
  );
  gauge(registry, 'server_members', 'Members that a server says that it has in channels', ['server'], () =>
    servers().map((server) => [{ server }, replica.table.heldBy(server).members]),
  );
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
