import { parseCasemapping } from '../core/casemapping.ts';
import { parseServerName, type ServerName } from '../core/identity.ts';
import type { LineCursor } from './line-cursor.ts';
import { quoteList, quoteProse } from './quote.ts';
import type { HelloMessage } from './session-message.ts';
import { checkEpoch, readPairs } from './session-words.ts';

const SOFTWARE_BYTES_MAX = 256;
const CAPABILITIES_MAX = 64;
/** More servers than any network has. */
const PEERS_MAX = 256;
const VERSION_MAX = 65535;
const CAPABILITY = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 *     HELLO <version> <server> <casemapping> <epoch> SOFTWARE "<text>" CAPS "<name>,…" PEERS "<server>,…"
 *
 * The same in every version of the protocol, so that each can refuse the other with a reason.
 */
export function encodeHello(hello: HelloMessage): string {
  const head = `HELLO ${hello.version} ${hello.server} ${hello.casemapping} ${hello.epoch}`;
  const software = quoteProse(hello.software, SOFTWARE_BYTES_MAX);
  return `${head} SOFTWARE ${software} CAPS ${quoteList(hello.capabilities)} PEERS ${quoteList(hello.peers)}`;
}

/** Reads what follows the verb. After a failure of the cursor the message means nothing. */
export function readHello(cursor: LineCursor): HelloMessage {
  const version = cursor.whole('version', VERSION_MAX);
  const server = cursor.serverName('server');
  const casemapping = parseCasemapping(cursor.word('casemapping'));
  if (casemapping === null) cursor.fail('bad-value', 'casemapping is not ascii, rfc1459 or rfc1459-strict');
  const epoch = checkEpoch(cursor, cursor.word('epoch'));
  let software = '';
  let capabilities: string[] = [];
  let peers: ServerName[] = [];
  readPairs(cursor, (name) => {
    if (name === 'SOFTWARE') software = cursor.text().slice(0, SOFTWARE_BYTES_MAX);
    else if (name === 'CAPS') capabilities = readCapabilities(cursor);
    else if (name === 'PEERS') peers = readPeers(cursor);
  });
  return {
    verb: 'HELLO',
    version,
    server,
    casemapping: casemapping ?? 'ascii',
    epoch,
    software,
    capabilities,
    peers,
  };
}

function readCapabilities(cursor: LineCursor): string[] {
  const names = cursor.items();
  if (names.length > CAPABILITIES_MAX) cursor.fail('too-many', `more than ${CAPABILITIES_MAX} capabilities`);
  if (!names.every((name) => CAPABILITY.test(name)))
    cursor.fail('bad-value', 'a capability is not 1 to 64 of a-z, 0-9 and -');
  return names;
}

function readPeers(cursor: LineCursor): ServerName[] {
  const items = cursor.items();
  if (items.length > PEERS_MAX) cursor.fail('too-many', `more than ${PEERS_MAX} peers`);
  const names = items.map(parseServerName);
  if (names.includes(null)) cursor.fail('bad-server', 'PEERS has an item that is not a server name');
  return names.filter((name) => name !== null);
}
