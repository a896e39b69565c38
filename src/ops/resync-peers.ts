import type { ChannelEntry } from '../core/channel-table.ts';
import { parseServerName, type ServerName } from '../core/identity.ts';
import { type IrcText, ircText } from '../core/irc-text.ts';
import { withoutChannel } from '../core/journal.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerSession } from '../peer/peer-session.ts';
import type { ResyncPeersRequest__Output } from '../proto-types/cburst/v1/ResyncPeersRequest.ts';
import { CallError } from '../rpc/call-error.ts';
import { unknownChannel, unknownPeer } from './call-error.ts';
import { durableCall, type Submit } from './durable-call.ts';
import { someNames } from './some-names.ts';

export interface ResyncPeersDependencies {
  readonly replica: Pick<Replica, 'decide' | 'key' | 'report' | 'table'>;
  readonly submit: Submit;
  /** Every configured peer. */
  readonly peers: ReadonlyMap<ServerName, { readonly session: Session | null }>;
}

type Session = Pick<PeerSession, 'request' | 'requestAll'>;

export interface Resynced {
  /** Whom it asked, by name. */
  readonly asked: ServerName[];
  /** 0: nobody. */
  readonly decision: number;
}

/**
 * Asks linked peers for what they hold once more, all of it or the ids of one name, and writes down who wanted that. Rejects with a
 * CallError. `by`: who does, as the journal and the events are to name them.
 */
export async function resyncPeers(
  dependencies: ResyncPeersDependencies,
  { channel, peer }: Pick<ResyncPeersRequest__Output, 'channel' | 'peer'>,
  by: string,
): Promise<Resynced> {
  const { replica, peers, submit } = dependencies;
  const name = ircText(channel);
  const entries = name === '' ? null : replica.table.named(replica.key(name));
  if (entries?.length === 0) throw unknownChannel(name);
  const chosen = peer === '' ? [...peers] : [[named(peers, peer), peers.get(peer as ServerName)!] as const];
  const asked = chosen
    .filter(([, { session }]) => session !== null && ask(session, entries))
    .map(([server]) => server)
    .sort();
  if (peer !== '' && asked.length === 0)
    throw new CallError('PEER_NOT_LINKED', `${peer} is not linked: it is compared when it links`, {
      subject: peer,
      nextCommand: 'cburst peers',
    });
  if (asked.length === 0) return { asked, decision: 0 };
  // As it was created: what the caller said may be spelt otherwise.
  const about = entries?.[0]?.document.name ?? NO_CHANNEL;
  return durableCall(submit, () => ({
    answer: { asked, decision: writeDown(dependencies, asked, about, by) },
  }));
}

function ask(session: Session, entries: readonly ChannelEntry[] | null): boolean {
  if (entries === null) return session.requestAll();
  return entries.map(({ document }) => session.request(document.id)).every(Boolean);
}

/** Returns the number of the decision. */
function writeDown(
  { replica }: ResyncPeersDependencies,
  asked: readonly ServerName[],
  channel: IrcText,
  by: string,
): number {
  const reason = `${someNames(asked)}: asked for what they hold once more`;
  const decision = replica.decide({ ...withoutChannel('resynced', by, reason), channel });
  const text = `is asked for what it holds once more, decided by ${by} (decision ${decision})`;
  for (const server of asked) replica.report('peer.resync_asked', channel, server, text);
  return decision;
}

function named(peers: ResyncPeersDependencies['peers'], text: string): ServerName {
  const server = parseServerName(text);
  if (server !== null && peers.has(server)) return server;
  throw unknownPeer(text);
}

const NO_CHANNEL = '' as IrcText;
