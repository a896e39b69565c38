import type { ChannelKey } from '../core/casemapping.ts';
import { parseServerName, type ServerName } from '../core/identity.ts';
import { displayText, ircTextFromUtf8, limits } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import { isFloor } from '../core/stamp.ts';
import { CallError } from '../rpc/call-error.ts';
import { someNames } from './some-names.ts';

type Known = Pick<Replica, 'server' | 'table'>;

/**
 * The servers that a split names, each once. Throws a CallError for none, and for one that is neither this server nor a peer nor
 * known from the channel: nobody would ever move to the new id, and the decision stood all the same.
 */
export function splitServers(
  replica: Known,
  peers: Iterable<ServerName>,
  key: ChannelKey,
  texts: readonly string[],
): ServerName[] {
  if (texts.length === 0)
    throw refusal('SERVERS_MISSING', 'name the servers that get the new id, at least one');
  const known = new Set([replica.server, ...peers, ...serversOf(replica, key)]);
  const names = new Set(texts.map(serverName));
  for (const name of names) if (!known.has(name)) throw unknown(name, known);
  return [...names];
}

/** Who created, holds or wrote anything of the ids of a name. */
function* serversOf({ table }: Known, key: ChannelKey): Iterable<ServerName> {
  for (const { document, holders } of table.named(key)) {
    yield document.origin;
    yield* holders.keys();
    for (const { stamp } of document.registers.values()) if (!isFloor(stamp)) yield stamp.server;
  }
}

function serverName(text: string): ServerName {
  const server = parseServerName(text);
  if (server !== null) return server;
  const shown = displayText(ircTextFromUtf8(text.slice(0, limits.serverNameBytes)));
  throw refusal('SERVER_NAME_INVALID', `${JSON.stringify(shown)} is no server name`);
}

function unknown(name: ServerName, known: ReadonlySet<ServerName>): CallError {
  const there = someNames([...known].sort());
  return refusal('SERVER_UNKNOWN', `no server ${name} is known here: there are ${there}`);
}

function refusal(
  reason: 'SERVERS_MISSING' | 'SERVER_NAME_INVALID' | 'SERVER_UNKNOWN',
  details: string,
): CallError {
  return new CallError(reason, details, { field: 'servers', nextCommand: 'cburst peers' });
}
