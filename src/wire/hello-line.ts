import { type Casemapping, parseCasemapping } from '../core/casemapping.ts';
import { channelNameProblem, type ServerName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import { decodeRelay } from '../core/relay-scopes.ts';
import type { HeldPoint } from '../core/remote-members.ts';
import { type LineCursor, WHOLE_MAX } from './line-cursor.ts';
import { quoteList, quoteProse } from './quote.ts';
import { checkUuid, readNames, readPairs, readServers } from './session-words.ts';

/** Who speaks, how, and what the link is for. */
export interface HelloMessage {
  readonly verb: 'HELLO';
  readonly version: number;
  readonly server: ServerName;
  readonly casemapping: Casemapping;
  /** A lower-case UUID: changes when the sender's sequence starts anew. */
  readonly epoch: string;
  /** For people, at most 256 bytes. */
  readonly software: string;
  readonly capabilities: readonly string[];
  /** The servers to which the sender is linked. */
  readonly peers: readonly ServerName[];
  /** A lower-case UUID: changes with each start of the sender's process. Null: not told. */
  readonly run: string | null;
  /** The sender's clock when it wrote this, Unix ms. Null: not told. */
  readonly time: number | null;
  readonly conflicts: ConflictRules | null;
  /** Globs of the channels that the sender exchanges on this link, as `ScopeWords` has them; null: all. */
  readonly channels: readonly string[] | null;
  /** Classes of fields that the sender exchanges on this link, one of a later version as it is; null: all. */
  readonly fields: readonly string[] | null;
  /** What of the sender's writes is to be kept from whom, as `encodeRelay` has it: nothing where it is empty. */
  readonly relay: readonly string[];
  /** Up to where the sender has, in memory only, what the receiver told. */
  readonly have: readonly HeldItems[];
}

/** What of one burst type is held: all that was told up to that sequence in that run of the other's process. */
export interface HeldItems extends HeldPoint {
  readonly burstType: string;
}

/** The sender's conflict policies, a policy of a later version as it is named there. */
export interface ConflictRules {
  readonly policy: string;
  /** Channels with a policy of their own, by name. */
  readonly overrides: ReadonlyMap<IrcText, string>;
}

/** Most channels with a policy of their own, globs, classes of fields and burst types that a HELLO can tell of. */
export const helloLimits = {
  conflictOverrides: 64,
  channelGlobs: 129,
  fieldClasses: 64,
  heldTypes: 16,
  /** Of the overrides, of the globs, and of what is to be kept from others, with their escapes. */
  listBytes: 12288,
} as const;

const SOFTWARE_BYTES_MAX = 256;
const CAPABILITIES_MAX = 64;
const VERSION_MAX = 65535;
const POLICY = /^[a-z][a-z0-9-]{0,31}$/;

/**
 *     HELLO <version> <server> <casemapping> <epoch> *( pair )
 *
 * The same in every version of the protocol, so that each can refuse the other with a reason.
 */
export function encodeHello(hello: HelloMessage): string {
  const { run, time, conflicts, channels, fields, relay, have } = hello;
  const words = [`HELLO ${hello.version} ${hello.server} ${hello.casemapping} ${hello.epoch}`];
  words.push(`SOFTWARE ${quoteProse(hello.software, SOFTWARE_BYTES_MAX)}`);
  words.push(`CAPS ${quoteList(hello.capabilities)} PEERS ${quoteList(hello.peers)}`);
  if (run !== null) words.push(`RUN ${run}`);
  if (time !== null) words.push(`TIME ${time}`);
  if (conflicts !== null) words.push(`CONFLICTS ${encodeConflicts(conflicts)}`);
  if (channels !== null) words.push(`CHANNELS ${quoteList(channels)}`);
  if (fields !== null) words.push(`FIELDS ${quoteList(fields)}`);
  if (relay.length > 0) words.push(`RELAY ${quoteList(relay)}`);
  if (have.length > 0) words.push(`HAVE ${quoteList(have.map(encodeHeld))}`);
  return words.join(' ');
}

/** Reads what follows the verb. After a failure of the cursor the message means nothing. */
export function readHello(cursor: LineCursor): HelloMessage {
  const version = cursor.whole('version', VERSION_MAX);
  const server = cursor.serverName('server');
  const casemapping = parseCasemapping(cursor.word('casemapping'));
  if (casemapping === null) cursor.fail('bad-value', 'casemapping is not ascii, rfc1459 or rfc1459-strict');
  const epoch = checkUuid(cursor, 'epoch', cursor.word('epoch'));
  const hello = { verb: 'HELLO' as const, version, server, casemapping: casemapping ?? 'ascii', epoch };
  return { ...hello, ...readHelloPairs(cursor) };
}

type HelloPairs = Omit<HelloMessage, 'verb' | 'version' | 'server' | 'casemapping' | 'epoch'>;

const NOTHING_TOLD: HelloPairs = {
  software: '',
  capabilities: [],
  peers: [],
  run: null,
  time: null,
  conflicts: null,
  channels: null,
  fields: null,
  relay: [],
  have: [],
};

const pairReaders: Readonly<Record<string, (cursor: LineCursor) => Partial<HelloPairs>>> = {
  SOFTWARE: (cursor) => ({ software: cursor.text().slice(0, SOFTWARE_BYTES_MAX) }),
  CAPS: (cursor) => ({ capabilities: readNames(cursor, 'capabilities', CAPABILITIES_MAX) }),
  PEERS: (cursor) => ({ peers: readServers(cursor, 'PEERS') }),
  RUN: (cursor) => ({ run: checkUuid(cursor, 'run', cursor.text()) }),
  TIME: (cursor) => ({ time: cursor.presentWhole('time') }),
  CONFLICTS: (cursor) => ({ conflicts: readConflicts(cursor) }),
  CHANNELS: (cursor) => ({ channels: readGlobs(cursor) }),
  RELAY: (cursor) => ({ relay: readRelay(cursor) }),
  HAVE: (cursor) => ({ have: readHeld(cursor) }),
  FIELDS: (cursor) => ({ fields: readNames(cursor, 'classes of fields', helloLimits.fieldClasses) }),
};

function readHelloPairs(cursor: LineCursor): HelloPairs {
  let pairs = NOTHING_TOLD;
  readPairs(cursor, (name) => {
    if (Object.hasOwn(pairReaders, name)) pairs = { ...pairs, ...pairReaders[name]!(cursor) };
  });
  return pairs;
}

/** `<policy>[,<channel>=<policy>…]`: a policy has no `=` in it, so the last one ends the channel. */
function encodeConflicts({ policy, overrides }: ConflictRules): string {
  return quoteList([policy, ...[...overrides].map(([channel, own]) => `${channel}=${own}`)]);
}

function readConflicts(cursor: LineCursor): ConflictRules {
  checkListBytes(cursor, 'CONFLICTS');
  const [policy = '', ...items] = cursor.items();
  if (items.length > helloLimits.conflictOverrides)
    cursor.fail('too-many', `more than ${helloLimits.conflictOverrides} channels with a policy of their own`);
  const overrides = new Map<IrcText, string>();
  for (const item of items) {
    const end = item.lastIndexOf('=');
    const channel = item.slice(0, Math.max(end, 0)) as IrcText;
    const problem = channelNameProblem(channel);
    if (problem !== null) cursor.fail('bad-channel', `channel in CONFLICTS ${problem}`);
    overrides.set(channel, item.slice(end + 1));
  }
  if (![policy, ...overrides.values()].every((name) => POLICY.test(name)))
    cursor.fail('bad-value', 'a policy in CONFLICTS is not 1 to 32 of a-z, 0-9 and -');
  return { policy, overrides };
}

function readGlobs(cursor: LineCursor): string[] {
  checkListBytes(cursor, 'CHANNELS');
  const globs = cursor.items();
  if (globs.length > helloLimits.channelGlobs)
    cursor.fail('too-many', `more than ${helloLimits.channelGlobs} globs in CHANNELS`);
  return globs;
}

/** Who cannot read it has to refuse the link: what it was not to tell it would tell. */
function readRelay(cursor: LineCursor): string[] {
  checkListBytes(cursor, 'RELAY');
  const items = cursor.items();
  const decoded = decodeRelay('ascii', items);
  if ('problem' in decoded) cursor.fail('bad-value', `RELAY: ${decoded.problem}`);
  return items;
}

function encodeHeld({ burstType, run, sequence }: HeldItems): string {
  return `${burstType}:${run}:${sequence}`;
}

function readHeld(cursor: LineCursor): HeldItems[] {
  const items = cursor.items();
  if (items.length > helloLimits.heldTypes)
    cursor.fail('too-many', `more than ${helloLimits.heldTypes} burst types in HAVE`);
  return items.flatMap((item) => {
    const [burstType = '', run = '', digits = '', ...more] = item.split(':');
    checkUuid(cursor, 'run in HAVE', run);
    const isSequence = /^(?:0|[1-9]\d{0,15})$/.test(digits) && Number(digits) <= WHOLE_MAX;
    if (!/^[A-Z]{1,16}$/.test(burstType) || !isSequence || more.length > 0)
      cursor.fail('bad-value', 'an item of HAVE is not a verb, a run and a whole number');
    return { burstType, run, sequence: Number(digits) };
  });
}

function checkListBytes(cursor: LineCursor, what: string): void {
  if (cursor.raw.length > helloLimits.listBytes)
    cursor.fail('too-long', `${what} is longer than ${helloLimits.listBytes} bytes`);
}
