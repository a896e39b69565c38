import type { Peer__Output } from '../proto-types/cburst/v1/Peer.ts';

export interface EndAdvice {
  readonly cause: string;
  readonly fix: string;
}

type UnlinkedPeer = Pick<Peer__Output, 'server' | 'address' | 'pin' | 'last_error' | 'last_incoming_at'>;

/**
 * Why there is no link to a peer, and what helps: its last error begins with the code of the end, whichever side gave it.
 * `port`: where this side listens; null: it does not.
 */
export function endAdvice(peer: UnlinkedPeer, port: number | null): EndAdvice {
  const { server, pin, last_error } = peer;
  if (last_error === '') return neverReached(peer, port);
  const code = CODE.exec(last_error)?.[1] ?? '';
  return { cause: last_error, fix: (FIXES[code] ?? elsewhere)(server, pin) };
}

/** `the peer ended the link: name: …` or `name: …`. */
const CODE = /^(?:the peer ended the link: )?([a-z]+): /;

function neverReached({ server, address, last_incoming_at }: UnlinkedPeer, port: number | null): EndAdvice {
  if (address !== '' || last_incoming_at !== 0 || port === null)
    return { cause: 'neither side has reached the other', fix: elsewhere(server) };
  return {
    cause: 'it never came here since the sidecar started, and this side has no address of it',
    fix: `let TCP port ${port} through here (for instance: ufw allow ${port}/tcp), then ${elsewhere(server)}`,
  };
}

function elsewhere(server: string): string {
  return `on ${server} run: cburst check`;
}

const FIXES: Readonly<Record<string, (server: string, pin: string) => string>> = {
  name: (server, pin) =>
    `compare [server] name there with the name of the [[peers.peer]] whose pin is ${pin} here: write name = "${server}" on one of the two`,
  self: (server) => `write a [server] name of its own on ${server}`,
  casemapping: (server) =>
    `write one [server] casemapping here and on ${server}, with an empty store where it changes`,
  version: (server) => `upgrade the older one, here or on ${server}: cburst --version`,
  expelled: (server) => `on ${server} run: cburst readmit with the name of this server`,
  barred: (server) =>
    `an operator of ${server} wants no link for now: on it "cburst link" with the name of this server takes that back`,
  duplicate: (server) => `stop one of the two sidecars that speak for ${server}, or for this server`,
};
