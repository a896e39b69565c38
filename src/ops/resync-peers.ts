import { parseServerName, type ServerName } from '../core/identity.ts';
import { displayText, ircText, ircTextFromUtf8, limits } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerSession } from '../peer/peer-session.ts';
import type { ResyncPeersRequest__Output } from '../proto-types/cburst/v1/ResyncPeersRequest.ts';
import { failedPrecondition, notFound, unknownChannel } from './call-error.ts';

type Session = Pick<PeerSession, 'request' | 'requestAll'>;
type Peers = ReadonlyMap<ServerName, { readonly session: Session | null }>;

/** Asks linked peers for what they hold once more, all of it or the ids of one name. Returns whom it asked. */
export function resyncPeers(
  replica: Pick<Replica, 'key' | 'table'>,
  { peers }: { readonly peers: Peers },
  { channel, peer }: ResyncPeersRequest__Output,
): { asked: string[] } {
  const name = ircText(channel);
  const ids = name === '' ? null : replica.table.named(replica.key(name)).map(({ document }) => document.id);
  if (ids?.length === 0) throw unknownChannel(name);
  const ask = (session: Session) =>
    ids === null ? session.requestAll() : ids.map((id) => session.request(id)).every(Boolean);
  const chosen = peer === '' ? [...peers] : [[named(peers, peer), peers.get(peer as ServerName)!] as const];
  const asked = chosen
    .filter(([, { session }]) => session !== null && ask(session))
    .map(([server]) => server);
  if (peer !== '' && asked.length === 0)
    throw failedPrecondition(`${peer} is not linked: "cburst peers" says why; it is compared when it links`);
  return { asked: asked.sort() };
}

function named(peers: Peers, text: string): ServerName {
  const server = parseServerName(text);
  if (server !== null && peers.has(server)) return server;
  const shown = displayText(ircTextFromUtf8(text.slice(0, limits.serverNameBytes)));
  throw notFound(`no peer ${shown} is configured: "cburst peers" lists those that are`);
}
