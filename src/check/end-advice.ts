import type { Peer__Output } from '../proto-types/cburst/v1/Peer.ts';

/** Why there is no link to a peer, and what helps: its last error begins with the code of the end, whichever side gave it. */
export function endAdvice({ server, address, pin, last_error }: Peer__Output): {
  readonly cause: string;
  readonly fix: string;
} {
  if (last_error === '')
    return { cause: 'neither side has reached the other', fix: neverReached(server, address) };
  const code = CODE.exec(last_error)?.[1] ?? '';
  return { cause: last_error, fix: (FIXES[code] ?? elsewhere)(server, pin) };
}

/** `the peer ended the link: name: …` or `name: …`. */
const CODE = /^(?:the peer ended the link: )?([a-z]+): /;

function neverReached(server: string, address: string): string {
  if (address !== '') return elsewhere(server);
  return `this side has no address of ${server}: let its connections in to [peers] listen, and on ${server} run: cburst check`;
}

function elsewhere(server: string): string {
  return `on ${server} run: cburst check`;
}

const FIXES: Readonly<Record<string, (server: string, pin: string) => string>> = {
  name: (server, pin) =>
    `compare [server] name there with the name of the [[peers.peer]] whose pin is ${pin} here: write name = "${server}" on one of the two`,
  self: (server) => `write a [server] name of its own on ${server}`,
  casemapping: (server) =>
    `write one [server] casemapping here and on ${server}, each with an empty store where it changes`,
  version: (server) => `upgrade the older one, here or on ${server}: cburst --version`,
  expelled: (server) => `on ${server} run: cburst readmit with the name of this server`,
  duplicate: (server) => `stop one of the two sidecars that speak for ${server}, or for this server`,
};
