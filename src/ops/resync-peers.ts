import { parseServerName, type ServerName } from '../core/identity.ts';
import { ircText } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerSession } from '../peer/peer-session.ts';
import type { ResyncPeersRequest__Output } from '../proto-types/cburst/v1/ResyncPeersRequest.ts';
import { CallError } from '../rpc/call-error.ts';
import { unknownChannel, unknownPeer } from './call-error.ts';

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
    throw new CallError('PEER_NOT_LINKED', `${peer} is not linked: it is compared when it links`, {
      subject: peer,
      nextCommand: 'cburst peers',
    });
  return { asked: asked.sort() };
}

function named(peers: Peers, text: string): ServerName {
  const server = parseServerName(text);
  if (server !== null && peers.has(server)) return server;
  throw unknownPeer(text);
}
